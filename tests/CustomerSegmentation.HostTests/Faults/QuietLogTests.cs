using System.Net;
using System.Net.Sockets;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>What a health check says stands in its answer; asking often must not fill the log.</summary>
public sealed class QuietLogTests
{
    [Fact]
    public async Task Asking_for_health_while_the_broker_is_away_logs_nothing()
    {
        using var folder = new DataFolder();
        using var nobody = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        nobody.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // bound, never listening: whoever connects is refused
        var port = ((IPEndPoint)nobody.LocalEndPoint!).Port;
        await using var host = EmbeddedProcess.Launch(folder.Path, "--RabbitMq:Host", "127.0.0.1", "--RabbitMq:Port", $"{port}");
        await host.ListensAsync();

        (await host.HealthAsync()).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);

        await host.StopAsync();
        host.Output.ShouldNotContain("HealthChecks");
    }
}
