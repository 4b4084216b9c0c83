using CustomerSegmentation.Client;
using CustomerSegmentation.Edge.Api;
using CustomerSegmentation.Engine;
using CustomerSegmentation.HttpSuite;
using CustomerSegmentation.Silo;
using CustomerSegmentation.SiloTests.Contract;
using CustomerSegmentation.SiloTests.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CustomerSegmentation.SiloTests.Clients;

/// <summary>Two silos, the API of one of them, and a client that came each way.</summary>
internal sealed class ClientHosts : IAsyncDisposable
{
    /// <summary>What callers of the API need.</summary>
    public const string Key = "write";

    private readonly SiloUnderTest _silos;
    private readonly WebApplication _api;
    private readonly ServiceProvider _services;

    private ClientHosts(SiloUnderTest silos, WebApplication api)
    {
        _silos = silos;
        _api = api;
        OverCluster = new ClusterSegmentationClient(silos.Client);
        _services = new ServiceCollection().AddSegmentationHttpClient(Address, Key).Services.BuildServiceProvider();
        OverHttp = _services.GetRequiredService<ISegmentationClient>();
    }

    /// <summary>As an Orleans client.</summary>
    public ISegmentationClient OverCluster { get; }

    /// <summary>By the API.</summary>
    public ISegmentationClient OverHttp { get; }

    /// <summary>Where the API listens.</summary>
    public Uri Address => new(_api.Urls.Single());

    /// <summary>The engine of a silo.</summary>
    public ISegmentationEngine Engine => _silos.Engine;

    /// <summary>Calls to record that are inside one of the silos, where they are held.</summary>
    public int Waiting => _silos.ServicesOfAll.Sum(services => services.GetRequiredService<HeldEngine>().Waiting);

    /// <param name="time">On the wall of the silos.</param>
    /// <param name="held">Whether whatever changes something waits in the silos for ever.</param>
    /// <param name="patience">How long a call waits for storage.</param>
    public static async Task<ClientHosts> StartAsync(TimeProvider time, bool held = false, TimeSpan? patience = null)
    {
        var redis = await TestContext.Current.GetFixture<SharedRedis>();
        var postgres = await TestContext.Current.GetFixture<SharedPostgres>();
        var options = new EngineOptions { MinimumCustomersToFit = 50 };
        var api = new ApiOptions { RecordTimeout = patience ?? TimeSpan.FromMinutes(1) };
        var silos = await SiloUnderTest.StartAsync(options, time, redis!, postgres!, services: services =>
        {
            services.AddSingleton(api);
            services.AddSingleton<HeldEngine>(provider => new(provider.GetRequiredService<OrleansEngine>()));
            if (held)
            {
                services.AddSingleton<ISegmentationEngine>(provider => provider.GetRequiredService<HeldEngine>());
            }
        });
        return new(silos, await ServeAsync(silos.Services.GetRequiredService<ISegmentationEngine>(), api.RecordTimeout));
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _api.DisposeAsync();
        await _silos.DisposeAsync();
    }

    /// <summary>Stops the silos and the API; the clients stay.</summary>
    public async Task StopAsync()
    {
        await _api.StopAsync();
        await _silos.StopSilosAsync();
    }

    private static async Task<WebApplication> ServeAsync(ISegmentationEngine engine, TimeSpan patience)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(
        [
            new("Segmentation:ApiKeys:0", Key),
            new("Segmentation:RecordTimeout", $"{patience.TotalSeconds:0}s"),
        ]);
        builder.Services.AddSingleton(engine);
        builder.Services.AddSegmentationApi(builder.Configuration.GetSection("Segmentation"));
        var app = builder.Build();
        app.MapSegmentationApi();
        await app.StartAsync();
        return app;
    }
}
