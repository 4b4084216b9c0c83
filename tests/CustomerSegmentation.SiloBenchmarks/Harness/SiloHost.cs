using CustomerSegmentation.Edge.Api;
using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.Engine;
using CustomerSegmentation.HostTests.Brokers;
using CustomerSegmentation.Silo;
using CustomerSegmentation.SiloTests.Servers;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CustomerSegmentation.SiloBenchmarks.Harness;

/// <summary>
/// One silo as it is run: on a file, or with a Redis and a PostgreSQL of its own, which are its own and sync what they are told.
/// </summary>
internal sealed class SiloHost : IAsyncDisposable
{
    private readonly RedisServer _redis = new();
    private readonly PostgresServer _postgres = new(syncs: true);
    private SiloOptions _options = new();
    private RabbitMqBroker? _broker;
    private WebApplication _app = null!;

    private SiloHost()
    {
    }

    public OrleansEngine Engine => _app.Services.GetRequiredService<OrleansEngine>();

    public IGrainFactory Grains => _app.Services.GetRequiredService<IGrainFactory>();

    /// <summary>What takes purchases from the broker.</summary>
    public IBusControl Bus => _app.Services.GetRequiredService<IBusControl>();

    /// <summary>On Redis and PostgreSQL.</summary>
    public static async Task<SiloHost> StartAsync()
    {
        var host = new SiloHost();
        await host._redis.StartAsync();
        await host._postgres.StartAsync();
        host._options = new()
        {
            Storage = StorageChoice.Cluster, Redis = host._redis.Address, Postgres = await host._postgres.CreateDatabaseAsync(),
        };
        await host.StartSiloAsync();
        return host;
    }

    /// <summary>Alone, on a file.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="broker">Where purchases come from, if anywhere.</param>
    public static async Task<SiloHost> OnFileAsync(string folder, RabbitMqBroker? broker = null)
    {
        var host = new SiloHost { _options = new() { Storage = StorageChoice.File, Data = folder }, _broker = broker };
        await host.StartSiloAsync();
        return host;
    }

    /// <summary>How many bytes a customer's state takes in Redis, on average of some.</summary>
    public async Task<int> StateBytesAsync()
    {
        const int Some = 1_000;
        await using var redis = await ConnectionMultiplexer.ConnectAsync(_redis.Address);
        var sizes = new List<long>();
        await foreach (var key in redis.GetServer(_redis.Address).KeysAsync(pattern: "*/customer/*").Take(Some))
        {
            sizes.Add(await redis.GetDatabase().HashStringLengthAsync(key, "data"));
        }

        return (int)sizes.Average();
    }

    public async Task RestartSiloAsync()
    {
        await StopSiloAsync();
        await StartSiloAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopSiloAsync();
        await _redis.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    private async Task StartSiloAsync()
    {
        var ports = LoopbackPort.Free(2);
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddSilo(new EngineOptions(), _options with { Address = "127.0.0.1", SiloPort = ports[0], GatewayPort = ports[1] });
        if (_broker is not null)
        {
            builder.Configuration["RabbitMq:Host"] = "127.0.0.1";
            builder.Configuration["RabbitMq:Port"] = $"{_broker.Port}";
            builder.Services.AddSegmentationMessaging(builder.Configuration.GetSection("RabbitMq"), demo: false);
        }

        _app = builder.Build();
        await _app.StartAsync();
        await Engine.StartedAsync();
    }

    private async Task StopSiloAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
