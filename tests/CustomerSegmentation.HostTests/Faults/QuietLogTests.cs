using System.Net;
using System.Net.Sockets;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>What goes on all the time must not fill the log.</summary>
public abstract class QuietLogTests
{
    /// <summary>What it runs on.</summary>
    private protected abstract HostUnderTest Host { get; }

    [Fact]
    public async Task Asking_for_health_while_the_broker_is_away_logs_nothing()
    {
        using var folder = new DataFolder();
        using var nobody = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        nobody.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // bound, never listening: whoever connects is refused
        var port = ((IPEndPoint)nobody.LocalEndPoint!).Port;
        await using var host = Host.Launch(folder.Path, "--RabbitMq:Host", "127.0.0.1", "--RabbitMq:Port", $"{port}");
        await host.ListensAsync();

        (await host.HealthAsync()).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);

        await host.StopAsync();
        host.Output.ShouldNotContain("HealthChecks");
    }

    [Fact]
    public async Task Recording_and_asking_for_many_customers_logs_nothing()
    {
        using var folder = new DataFolder();
        await using var host = await Host.StartAsync(folder.Path, "--Clock", "event", "--Window", "all");
        var trade = PurchaseLoad.Of(seed: 29, events: 400);
        var before = host.Output;

        await host.RecordAsync(trade.Events);
        foreach (var id in trade.Events.Select(e => e.CustomerId).Distinct())
        {
            await host.CustomerAsync(id);
        }

        host.Output.ShouldBe(before);
    }
}
