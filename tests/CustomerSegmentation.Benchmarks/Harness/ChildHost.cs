using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CustomerSegmentation.HostTests.Brokers;

namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>The host as people run it: a process of its own.</summary>
internal static class ChildHost
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <summary>Starts it, waits until it is ready, checks what it knows, and stops it cleanly.</summary>
    /// <param name="folder">Its data.</param>
    /// <param name="customers">How many it must know; 0 to ask nothing.</param>
    /// <param name="orders">How many orders each of them must have.</param>
    public static async Task<double> SecondsUntilReadyAsync(string folder, int customers, int orders)
    {
        var address = $"http://127.0.0.1:{LoopbackPort.Free(1)[0]}";
        using var client = new HttpClient { BaseAddress = new(address) };
        var started = Stopwatch.GetTimestamp();
        using var host = Start(folder, address);
        try
        {
            while (!await IsReadyAsync(client))
            {
                Check.True(!host.HasExited);
                await Task.Delay(Interval, TimeProvider.System);
            }

            var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
            if (customers > 0)
            {
                var last = await client.GetFromJsonAsync<JsonElement>($"/api/v1/customers/{Traffic.CustomerId(customers - 1)}");
                Check.Equal(orders, last.GetProperty("frequency").GetInt32());
            }

            return took;
        }
        finally
        {
            await StopAsync(host);
        }
    }

    private static Process Start(string folder, string address) => Process.Start(new ProcessStartInfo(
        "dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "CustomerSegmentation.Embedded.dll"),
            "--urls", address, "--Data", folder, "--Logging:LogLevel:Default", "Warning",
        ])
    {
        UseShellExecute = false,
        WorkingDirectory = folder,
    })!;

    private static async Task<bool> IsReadyAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync("/health/ready");
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task StopAsync(Process host)
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{host.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        await host.WaitForExitAsync();
    }
}
