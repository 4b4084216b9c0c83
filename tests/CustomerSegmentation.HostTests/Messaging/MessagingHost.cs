using System.Globalization;
using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.Engine;
using CustomerSegmentation.HostTests.Brokers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerSegmentation.HostTests.Messaging;

/// <summary>A host with messaging and nothing else, in front of an engine of the test's.</summary>
internal sealed class MessagingHost : IAsyncDisposable
{
    private readonly IHost _host;

    private MessagingHost(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    /// <summary>Starts with the broker's queues as they are, and does not wait for the broker.</summary>
    public static async Task<MessagingHost> StartAsync(RabbitMqBroker? broker, ISegmentationEngine engine, bool demo = false, ILoggerProvider? log = null)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        if (broker is not null)
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Segmentation:RabbitMq:Host"] = "127.0.0.1",
                ["Segmentation:RabbitMq:Port"] = broker.Port.ToString(CultureInfo.InvariantCulture),
            });
        }

        if (Environment.GetEnvironmentVariable("MESSAGING_LOG") is { Length: > 0 })
        {
            builder.Logging.AddConsole();
        }

        if (log is not null)
        {
            builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Debug);
        }

        builder.Services.AddSingleton(engine);
        builder.Services.AddSegmentationMessaging(builder.Configuration.GetSection("Segmentation:RabbitMq"), demo);
        var host = builder.Build();
        await host.StartAsync();
        return new(host);
    }

    /// <summary>Starts with empty queues of its own and returns once purchases are being taken.</summary>
    public static async Task<MessagingHost> StartFreshAsync(RabbitMqBroker broker, ISegmentationEngine engine, ILoggerProvider? log = null)
    {
        await broker.ForgetAsync(BrokerNames.PurchaseQueue, BrokerNames.Refused);
        var host = await StartAsync(broker, engine, log: log);
        await host.ReadyAsync();
        return host;
    }

    public async Task<HealthReport> HealthAsync() =>
        await Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Tags.Contains("ready"));

    /// <summary>Returns once the host says that the broker answers.</summary>
    public Task ReadyAsync() => Eventually.TrueAsync(
        async () => (await HealthAsync()).Status == HealthStatus.Healthy, "the host ready");

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable host)
        {
            await host.DisposeAsync();
        }
    }
}
