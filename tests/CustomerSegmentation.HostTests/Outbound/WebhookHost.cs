using System.Net;
using System.Text.Json.Nodes;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Edge.Api;
using CustomerSegmentation.Embedded;
using CustomerSegmentation.EngineContract;
using CustomerSegmentation.HostTests.Faults;
using CustomerSegmentation.HttpSuite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerSegmentation.HostTests.Outbound;

/// <summary>The API with webhooks over a real embedded engine, under a clock that only the test moves.</summary>
internal sealed class WebhookHost : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly DataFolder _folder = new();
    private readonly bool _allowPrivate;
    private WebApplication _app;

    private WebhookHost(bool allowPrivate)
    {
        _allowPrivate = allowPrivate;
        (Engine, _app) = Build();
    }

    public ManualTime Time { get; } = new(Start);

    public EmbeddedEngine Engine { get; private set; }

    public HttpClient Client { get; private set; } = new();

    public static async Task<WebhookHost> StartAsync(bool allowPrivate = true)
    {
        var host = new WebhookHost(allowPrivate);
        await host.BeginAsync();
        return host;
    }

    /// <summary>Stops and starts again on the same data.</summary>
    public async Task RestartAsync()
    {
        await EndAsync();
        (Engine, _app) = Build();
        Client = new();
        await BeginAsync();
    }

    /// <summary>Makes a webhook; the answer with its secret.</summary>
    public async Task<JsonObject> SubscribeAsync(Uri url, string more = "")
    {
        using var body = ApiTesting.Json($$"""{"url":"{{url}}"{{more}}}""");
        using var response = await Client.PostAsync("/api/v1/webhooks", body);
        var answer = await response.ReadObjectAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.Created, answer.ToString());
        return answer;
    }

    /// <summary>The webhook as it is.</summary>
    public async Task<JsonObject> WebhookAsync(string id)
    {
        using var response = await Client.GetAsync($"/api/v1/webhooks/{id}");
        return await response.ReadObjectAsync();
    }

    /// <summary>Its messages, newest first.</summary>
    public async Task<JsonArray> DeliveriesAsync(string id)
    {
        using var response = await Client.GetAsync($"/api/v1/webhooks/{id}/deliveries");
        return (await response.ReadObjectAsync())["items"]!.AsArray();
    }

    /// <summary>The newest message, once it is as it should be.</summary>
    public async Task<JsonNode> DeliveryAsync(string id, Func<JsonNode, bool> expected)
    {
        JsonNode? newest = null;
        await Eventually.TrueAsync(
            async () => (newest = (await DeliveriesAsync(id)).FirstOrDefault()) is not null && expected(newest), $"a delivery; {newest}");
        return newest!;
    }

    /// <summary>Lets time pass in steps, until something has happened.</summary>
    public Task PassAsync(TimeSpan step, Func<bool> until, string what) => Eventually.TrueAsync(
        () =>
        {
            if (!until())
            {
                Time.Move(step);
            }

            return until();
        },
        what);

    /// <summary>A first purchase: a migration into a segment.</summary>
    public Task BuyAsync(string customer, double daysAgo = 0, decimal amount = 10) => Engine.RecordAsync([new(
        $"{customer}-{daysAgo}", PurchaseEventType.Purchase, customer, $"{customer}-{daysAgo}", Time.GetUtcNow().AddDays(-daysAgo), amount)]);

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _folder.Dispose();
    }

    private (EmbeddedEngine Engine, WebApplication App) Build()
    {
        var engine = EmbeddedEngine.Start(new(), new() { Data = _folder.Path, Lanes = 2 }, Time, NullLogger.Instance);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection([new("Segmentation:Webhooks:AllowPrivate", _allowPrivate.ToString())]);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton<CustomerSegmentation.Engine.ISegmentationEngine>(engine);
        builder.Services.AddSegmentationApi(builder.Configuration.GetSection("Segmentation"));
        var app = builder.Build();
        app.MapSegmentationApi();
        return (engine, app);
    }

    private async Task BeginAsync()
    {
        await _app.StartAsync();
        Client.BaseAddress = new(_app.Urls.Single());
    }

    private async Task EndAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Engine.DisposeAsync();
    }
}
