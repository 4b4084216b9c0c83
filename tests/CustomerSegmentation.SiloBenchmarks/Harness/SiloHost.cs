using CustomerSegmentation.Engine;
using CustomerSegmentation.Silo;
using CustomerSegmentation.SiloTests.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CustomerSegmentation.SiloBenchmarks.Harness;

/// <summary>One silo as it is run, with a Redis and a PostgreSQL of its own that sync what they are told.</summary>
internal sealed class SiloHost : IAsyncDisposable
{
    private readonly RedisServer _redis = new();
    private readonly PostgresServer _postgres = new(syncs: true);
    private WebApplication _app = null!;
    private string _ledger = "";

    private SiloHost()
    {
    }

    public OrleansEngine Engine => _app.Services.GetRequiredService<OrleansEngine>();

    public IGrainFactory Grains => _app.Services.GetRequiredService<IGrainFactory>();

    public static async Task<SiloHost> StartAsync()
    {
        var host = new SiloHost();
        await host._redis.StartAsync();
        await host._postgres.StartAsync();
        host._ledger = await host._postgres.CreateDatabaseAsync();
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
        await _app.DisposeAsync();
        await StartSiloAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _redis.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    private async Task StartSiloAsync()
    {
        var ports = LoopbackPort.Free(2);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.AddSilo(
            new EngineOptions(),
            new SiloOptions
            {
                Redis = _redis.Address, Postgres = _ledger, Address = "127.0.0.1", SiloPort = ports[0], GatewayPort = ports[1],
            });
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        await _app.StartAsync();
        await Engine.StartedAsync();
    }
}
