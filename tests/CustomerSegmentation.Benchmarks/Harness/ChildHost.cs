using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CustomerSegmentation.HostTests.Brokers;

namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>The host as people run it: a process of its own, stopped cleanly when disposed unless it was killed.</summary>
internal sealed class ChildHost : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    private readonly Process _process;

    private ChildHost(string folder, string[] options)
    {
        var address = $"http://127.0.0.1:{LoopbackPort.Free(1)[0]}";
        Http = new() { BaseAddress = new(address) };
        _process = Process.Start(new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "CustomerSegmentation.Embedded.dll"),
                "--urls", address, "--Data", folder, "--Logging:LogLevel:Default", "Warning", .. options,
            ])
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
        })!;
        AppDomain.CurrentDomain.ProcessExit += Kill; // a run that is ended from outside disposes nothing
    }

    /// <summary>Talks to it.</summary>
    public HttpClient Http { get; }

    /// <summary>The process's id.</summary>
    public int Id => _process.Id;

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="folder">Its data.</param>
    /// <param name="options">Further ones of the command line.</param>
    public static async Task<ChildHost> StartAsync(string folder, params string[] options)
    {
        var host = new ChildHost(folder, options);
        while (!await host.IsReadyAsync())
        {
            Check.True(!host._process.HasExited);
            await Task.Delay(Interval, TimeProvider.System);
        }

        return host;
    }

    /// <summary>Starts it, waits until it is ready, checks what it knows, and stops it cleanly.</summary>
    /// <param name="folder">Its data.</param>
    /// <param name="customers">How many it must know; 0 to ask nothing.</param>
    /// <param name="orders">How many orders each of them must have.</param>
    public static async Task<double> SecondsUntilReadyAsync(string folder, int customers, int orders)
    {
        var started = Stopwatch.GetTimestamp();
        await using var host = await StartAsync(folder);
        var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (customers > 0)
        {
            var last = await host.Http.GetFromJsonAsync<JsonElement>($"/api/v1/customers/{Traffic.CustomerId(customers - 1)}");
            Check.Equal(orders, last.GetProperty("frequency").GetInt32());
        }

        return took;
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= Kill;
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await kill.WaitForExitAsync();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        Http.Dispose();
    }

    private void Kill(object? sender, EventArgs e)
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await Http.GetAsync("/health/ready");
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
