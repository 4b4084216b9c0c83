using System.Globalization;
using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.HostTests.Brokers;

namespace CustomerSegmentation.Benchmarks.Soak;

/// <summary>The product's host over its lives: each is a process of its own on the same data.</summary>
internal sealed class SoakEngine(string folder, RabbitMqBroker broker) : IAsyncDisposable
{
    private volatile ChildHost? _life;

    /// <summary>The process that lives now; null between two lives.</summary>
    public ChildHost? Life => _life;

    public async Task<ChildHost> StartAsync() => _life = await ChildHost.StartAsync(
        folder,
        "--RabbitMq:Host", "127.0.0.1", "--RabbitMq:Port", broker.Port.ToString(CultureInfo.InvariantCulture),
        // That the broker is away is no news here, and MassTransit says it for every message in hand.
        "--Logging:LogLevel:Default", "None", "--Logging:LogLevel:MassTransit", "None");

    public async Task KillAsync()
    {
        var life = _life!;
        _life = null;
        await life.KillAsync();
        await life.DisposeAsync();
    }

    /// <summary>A clean stop.</summary>
    public async Task StopAsync()
    {
        var life = _life;
        _life = null;
        await (life?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    /// <summary>How it is, in a few words.</summary>
    public async Task<string> TellAsync()
    {
        if (Life is not { } life)
        {
            return "engine away";
        }

        try
        {
            using var answer = await life.Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode ? "engine ready" : "engine not ready";
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or ObjectDisposedException)
        {
            return "engine away";
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();
}
