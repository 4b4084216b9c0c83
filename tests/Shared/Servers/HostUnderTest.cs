namespace CustomerSegmentation;

/// <summary>
/// One of our hosts on a data folder, as a process of its own. A suite that holds for both is an abstract class that asks for one
/// of these; the class that is derived from it for each host says which.
/// </summary>
internal sealed class HostUnderTest
{
    private readonly string _program;
    private readonly Func<Random, string[]> _restless;
    private readonly Func<HostProcess, Task> _works;

    private HostUnderTest(string name, Func<Random, string[]> restless, Func<HostProcess, Task> works)
    {
        // As its own build left it, with its own appsettings.json: beside the tests both hosts' would bear one name.
        var build = new DirectoryInfo(AppContext.BaseDirectory);
        _program = Path.Combine(Checkout.Root, "src", name, "bin", build.Parent!.Name, build.Name, name + ".dll");
        (Name, _restless, _works) = (name, restless, works);
    }

    /// <summary>The engine on lanes.</summary>
    public static HostUnderTest Embedded { get; } = new(
        "CustomerSegmentation.Embedded",
        // Another number of lanes at every start, and checkpoints all the time: recovery takes every path it has.
        restless: random => ["--Lanes", $"{random.Next(1, 4)}", "--JournalBytes", $"{random.Next(1_000, 100_000)}"],
        works: process => process.ListensAsync()) // its engine is open by then
    {
        StartTakes = TimeSpan.FromSeconds(1),
    };

    /// <summary>A silo alone, on a file.</summary>
    public static HostUnderTest Silo { get; } = new(
        "CustomerSegmentation.Silo",
        restless: _ => [],
        works: process => process.ReadyAsync()) // it listens before it has joined its cluster
    {
        StartTakes = TimeSpan.FromSeconds(3),
    };

    /// <summary>Of its project and its program.</summary>
    public string Name { get; }

    /// <summary>The other of the two.</summary>
    public HostUnderTest Other => this == Embedded ? Silo : Embedded;

    /// <summary>About how long it takes from nothing to recording: a kill within that may come at any step of it.</summary>
    public TimeSpan StartTakes { get; private init; }

    /// <summary>Starts it on a free port and returns at once.</summary>
    public HostProcess Launch(string data, params string[] options) => HostProcess.Launch(_program, Arguments(data, options));

    /// <summary>Starts it on a free port and returns once it is ready to record.</summary>
    public Task<HostProcess> StartAsync(string data, params string[] options) =>
        HostProcess.StartAsync(_program, Arguments(data, options));

    /// <summary>Runs it on a free port until it ends by itself, as it does when something is wrong.</summary>
    /// <returns>The exit code and what stood on standard error.</returns>
    public async Task<(int ExitCode, string Errors)> RunAsync(string data, params string[] options)
    {
        var (exitCode, _, errors) = await RunWithAsync(data, [], options);
        return (exitCode, errors);
    }

    /// <summary>Runs it until it ends by itself, with settings from the environment too.</summary>
    /// <returns>The exit code, and what stood on standard output and on standard error.</returns>
    public Task<(int ExitCode, string Output, string Errors)> RunWithAsync(
        string data, Dictionary<string, string> environment, params string[] options) =>
        HostProcess.RunAsync(_program, environment, Arguments(data, options));

    /// <summary>Returns once it records.</summary>
    public Task WorksAsync(HostProcess process) => _works(process);

    /// <summary>Settings under which a host that is killed again and again is killed amid everything it does by itself.</summary>
    public string[] Restless(Random random) => [.. _restless(random), "--SweepEvery", "00:00:00.05"];

    public override string ToString() => Name;

    /// <summary>What is said twice holds as it is said last.</summary>
    private static string[] Arguments(string data, string[] options) => ["--Data", data, "--urls", "http://127.0.0.1:0", .. options];
}
