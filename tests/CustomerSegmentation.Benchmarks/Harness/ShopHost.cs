using System.Globalization;
using CustomerSegmentation.Edge.Api;
using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.Embedded;
using CustomerSegmentation.HostTests.Brokers;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>The host of the product in this process, on a free loopback port: its Program, line for line.</summary>
internal sealed class ShopHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ShopHost(WebApplication app)
    {
        _app = app;
        Address = new(app.Urls.Single());
        Engine = app.Services.GetRequiredService<EmbeddedEngine>();
    }

    public Uri Address { get; }

    public EmbeddedEngine Engine { get; }

    /// <param name="folder">Its data.</param>
    /// <param name="broker">Where purchases come from, if anywhere.</param>
    /// <param name="deliveries">Told of every message that is taken and acknowledged.</param>
    /// <param name="beside">Endpoints to compare with, on the same server.</param>
    public static async Task<ShopHost> StartAsync(
        string folder, RabbitMqBroker? broker = null, IReceiveObserver? deliveries = null, Action<WebApplication>? beside = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["Segmentation:Data"] = folder;
        if (broker is not null)
        {
            builder.Configuration["Segmentation:RabbitMq:Host"] = "127.0.0.1";
            builder.Configuration["Segmentation:RabbitMq:Port"] = broker.Port.ToString(CultureInfo.InvariantCulture);
        }

        var settings = builder.Configuration.GetSection("Segmentation");
        builder.Services.AddEmbeddedEngine(settings);
        builder.Services.AddSegmentationMessaging(settings.GetSection("RabbitMq"), demo: false);
        builder.Services.AddSegmentationApi(settings);
        var app = builder.Build();
        app.StartEmbeddedEngine();
        app.MapSegmentationApi();
        beside?.Invoke(app);
        if (deliveries is not null)
        {
            app.Services.GetRequiredService<IBusControl>().ConnectReceiveObserver(deliveries);
        }

        await app.StartAsync();
        if (broker is not null)
        {
            await app.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, CancellationToken.None);
        }

        return new(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
