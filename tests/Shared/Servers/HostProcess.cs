using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;

namespace CustomerSegmentation;

/// <summary>
/// A host as a process of its own, the way a user starts it. It can be told to stop and it can be killed. Disposing it leaves
/// no process behind.
/// </summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HttpClient? _http;

    private HostProcess(string folder, Dictionary<string, string> environment, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var name in start.Environment.Keys.Where(IsSetting).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = new() { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Append(_errors, line.Data);
        AppDomain.CurrentDomain.ProcessExit += Kill;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it has printed so far.</summary>
    public string Output => Text(_output);

    /// <summary>What it has printed to standard error so far.</summary>
    public string Errors => Text(_errors);

    /// <summary>Physical memory in use, in bytes.</summary>
    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Talks to it; set once it listens.</summary>
    public HttpClient Http => _http ?? throw new InvalidOperationException($"The host does not listen yet.\n{Output}{Errors}");

    /// <summary>Where it listens; set once it does.</summary>
    public string Address => Http.BaseAddress!.ToString();

    /// <summary>Starts a program that stands beside the tests, and returns at once.</summary>
    public static HostProcess Launch(string program, params string[] options) => Launch(program, [], options);

    /// <summary>Starts a program with settings from the environment too, and returns at once.</summary>
    public static HostProcess Launch(string program, Dictionary<string, string> environment, params string[] options) =>
        new(AppContext.BaseDirectory, environment, Arguments(program, options));

    /// <summary>Starts what <c>dotnet</c> does with these arguments in a folder, and returns at once.</summary>
    public static HostProcess LaunchIn(string folder, params string[] arguments) => new(folder, [], arguments);

    /// <summary>Starts a program and returns once it is ready to record.</summary>
    public static async Task<HostProcess> StartAsync(string program, params string[] options)
    {
        var host = Launch(program, options);
        try
        {
            await host.ReadyAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Runs a program with settings from the environment too, until it ends by itself, as it does when something is wrong.
    /// </summary>
    /// <returns>The exit code, and what stood on standard output and on standard error.</returns>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string program, Dictionary<string, string> environment, params string[] options)
    {
        await using var host = Launch(program, environment, options);
        await host.ExitAsync();
        return (host._process.ExitCode, host.Output, host.Errors);
    }

    /// <summary>Returns once it listens.</summary>
    public async Task ListensAsync()
    {
        var ended = _process.WaitForExitAsync();
        if (await Task.WhenAny(_address.Task, ended).WaitAsync(Eventually.WaitTimeout, TimeProvider.System) == ended)
        {
            throw new InvalidOperationException($"The host ended with {_process.ExitCode}.\n{Output}{Errors}");
        }

        _http ??= new() { BaseAddress = await _address.Task };
    }

    /// <summary>Returns once it listens and says that it is ready.</summary>
    public async Task ReadyAsync()
    {
        await ListensAsync();
        try
        {
            await Eventually.TrueAsync(async () => (await HealthAsync()).Status == HttpStatusCode.OK, "the host ready");
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}\n{(await HealthAsync()).Text}\n{Output}{Errors}", late);
        }
    }

    /// <summary>What <c>/health/ready</c> says.</summary>
    public async Task<(HttpStatusCode Status, string Text)> HealthAsync()
    {
        using var response = await Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>SIGKILL, also for what it has started: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as a service manager sends it; it must end by itself and say that all went well.</summary>
    public async Task StopAsync()
    {
        (await TerminateAsync()).ShouldBe(0, Output + Errors);
    }

    /// <summary>SIGTERM; the exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        await ExitAsync();
        return _process.ExitCode;
    }

    /// <summary>Returns once it has ended by itself; the exit code.</summary>
    public async Task<int> EndedAsync()
    {
        await ExitAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= Kill;
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _http?.Dispose();
        _process.Dispose();
    }

    /// <summary>Settings of whoever runs the tests are none of this host's.</summary>
    private static bool IsSetting(string name) =>
        name.StartsWith("Segmentation__", StringComparison.OrdinalIgnoreCase) || name.StartsWith("ASPNETCORE_", StringComparison.Ordinal);

    private static string[] Arguments(string program, string[] options) =>
        [Path.Combine(AppContext.BaseDirectory, program), .. options];

    private static void Append(StringBuilder text, string? line)
    {
        lock (text)
        {
            text.AppendLine(line);
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }

    private async Task ExitAsync()
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(Eventually.WaitTimeout, TimeProvider.System);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"The host did not end.\n{Output}{Errors}", late);
        }
    }

    private void Read(string? line)
    {
        Append(_output, line);
        if (line?.Split(Listening) is [_, var address])
        {
            _address.TrySetResult(new(address));
        }
    }

    private void Kill(object? sender, EventArgs e)
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
    }
}
