using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using CustomerSegmentation.HostTests;

namespace CustomerSegmentation.SiloTests.Chaos;

/// <summary>
/// A silo as a process of its own, the way an operator starts it. It can be told to stop and it can be killed. Disposing it
/// leaves no process behind.
/// </summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private SiloProcess(int[] ports, string[] options)
    {
        var address = $"http://127.0.0.1:{Text(ports[0])}";
        Ports = ports;
        var program = Path.Combine(AppContext.BaseDirectory, "CustomerSegmentation.Silo.dll");
        var start = new ProcessStartInfo(
            "dotnet",
            [program, "--urls", address, "--Address", "127.0.0.1", "--SiloPort", Text(ports[1]), "--GatewayPort", Text(ports[2]), .. options])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (var name in start.Environment.Keys.Where(IsSetting).ToArray())
        {
            start.Environment.Remove(name);
        }

        _process = new() { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Append(line.Data);
        _process.ErrorDataReceived += (_, line) => Append(line.Data);
        AppDomain.CurrentDomain.ProcessExit += Kill;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Http = new() { BaseAddress = new(address) };
    }

    /// <summary>For HTTP, for other silos, for Orleans clients.</summary>
    public int[] Ports { get; }

    /// <summary>Talks to it.</summary>
    public HttpClient Http { get; }

    /// <summary>What it has printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts it and returns at once.</summary>
    /// <param name="ports">Of a silo that was here before; null for new ones.</param>
    /// <param name="options">Its settings but for the ports.</param>
    public static SiloProcess Launch(int[]? ports, params string[] options) => new(ports ?? LoopbackPort.Free(3), options);

    /// <summary>Returns once it says that it is ready.</summary>
    public async Task ReadyAsync()
    {
        var said = "It does not listen.";
        try
        {
            await Eventually.TrueAsync(
                async () =>
                {
                    try
                    {
                        using var response = await Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
                        said = await response.Content.ReadAsStringAsync();
                        return response.StatusCode == HttpStatusCode.OK;
                    }
                    catch (HttpRequestException) when (!_process.HasExited)
                    {
                        return false;
                    }
                },
                "the silo ready");
        }
        catch (Exception failure) when (failure is TimeoutException or HttpRequestException)
        {
            throw new InvalidOperationException($"The silo did not get ready: {said}\n{Output}", failure);
        }
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as a service manager sends it; it must end by itself and say that all went well.</summary>
    public async Task StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", Text(_process.Id)]))
        {
            await kill.WaitForExitAsync();
        }

        try
        {
            await _process.WaitForExitAsync().WaitAsync(Eventually.Patience, TimeProvider.System);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"The silo did not end.\n{Output}", late);
        }

        _process.ExitCode.ShouldBe(0, Output);
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= Kill;
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        Http.Dispose();
        _process.Dispose();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Settings of whoever runs the tests are none of this silo's.</summary>
    private static bool IsSetting(string name) =>
        name.StartsWith("Segmentation__", StringComparison.OrdinalIgnoreCase) || name.StartsWith("ASPNETCORE_", StringComparison.Ordinal);

    private void Append(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }

    private void Kill(object? sender, EventArgs e)
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
    }
}
