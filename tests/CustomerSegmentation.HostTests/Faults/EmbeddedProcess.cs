namespace CustomerSegmentation.HostTests.Faults;

/// <summary>Starts the embedded host on a data folder.</summary>
internal static class EmbeddedProcess
{
    private const string Program = "CustomerSegmentation.Embedded.dll";

    /// <summary>Starts it on a free port and returns at once.</summary>
    public static HostProcess Launch(string data, params string[] options) =>
        HostProcess.Launch(Program, ["--Data", data, "--urls", "http://127.0.0.1:0", .. options]);

    /// <summary>Starts it on a free port and returns once it is ready to record.</summary>
    public static Task<HostProcess> StartAsync(string data, params string[] options) =>
        HostProcess.StartAsync(Program, ["--Data", data, "--urls", "http://127.0.0.1:0", .. options]);

    /// <summary>Runs it with exactly these options until it ends by itself, as it does when something is wrong.</summary>
    /// <returns>The exit code and what stood on standard error.</returns>
    public static async Task<(int ExitCode, string Errors)> RunAsync(string data, params string[] options)
    {
        var (exitCode, _, errors) = await RunWithAsync(data, [], options);
        return (exitCode, errors);
    }

    /// <summary>Runs it until it ends by itself, with settings from the environment too.</summary>
    /// <returns>The exit code, and what stood on standard output and on standard error.</returns>
    public static Task<(int ExitCode, string Output, string Errors)> RunWithAsync(
        string data, Dictionary<string, string> environment, params string[] options) =>
        HostProcess.RunAsync(Program, environment, ["--Data", data, .. options]);
}
