using System.Text;
using System.Text.Json.Nodes;
using CustomerSegmentation.Edge.Api;
using CustomerSegmentation.Engine;
using CustomerSegmentation.EngineContract;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CustomerSegmentation.HttpSuite;

/// <summary>The API over a real engine that knows nothing yet, on a free loopback port. Which engine, every test project says.</summary>
public sealed class ApiHost : IAsyncDisposable
{
    /// <summary>What the wall clock of every host shows.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private static readonly EngineOptions Options = new();
    private static readonly StillTime Time = new(Now);

    private readonly EngineUnderTest _engine;
    private readonly WebApplication _app;

    private ApiHost(EngineUnderTest engine, WebApplication app)
    {
        _engine = engine;
        _app = app;
        Client = new() { BaseAddress = new(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    /// <param name="around">What to put between the API and the engine.</param>
    /// <param name="settings">Of the section Segmentation, as name=value.</param>
    internal static Task<ApiHost> StartAsync(
        Func<ISegmentationEngine, ISegmentationEngine>? around = null, params string[] settings) =>
        StartAsync(around, settings, _ => { });

    /// <param name="pace">The slowest that a body may come.</param>
    internal static Task<ApiHost> StartAsync(MinDataRate pace) => StartAsync(
        around: null, [], host => host.ConfigureKestrel(server => server.Limits.MinRequestBodyDataRate = pace));

    private static async Task<ApiHost> StartAsync(
        Func<ISegmentationEngine, ISegmentationEngine>? around, string[] settings, Action<IWebHostBuilder> configure)
    {
        var engine = await EngineBehindApi.StartAsync(Options, Time);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        configure(builder.WebHost);
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2))
            .Select(setting => KeyValuePair.Create("Segmentation:" + setting[0], (string?)setting[1])));
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton(around?.Invoke(engine.Engine) ?? engine.Engine);
        builder.Services.AddSegmentationApi(builder.Configuration.GetSection("Segmentation"));
        var app = builder.Build();
        app.MapSegmentationApi();
        await app.StartAsync();
        return new(engine, app);
    }

    public async Task<JsonObject> PostEventsAsync(params string[] events)
    {
        using var body = new StringContent($"[{string.Join(',', events)}]", Encoding.UTF8, "application/json");
        using var response = await Client.PostAsync("/api/v1/events", body);
        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        return await response.ReadObjectAsync();
    }

    public async Task<JsonObject> GetAsync(string path)
    {
        using var response = await Client.GetAsync(path);
        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        return await response.ReadObjectAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        await _engine.DisposeAsync();
    }

    /// <summary>Shows one moment for ever; its timers run all the same.</summary>
    private sealed class StillTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
