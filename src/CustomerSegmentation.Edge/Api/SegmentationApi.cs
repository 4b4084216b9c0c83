using CustomerSegmentation.Edge.Api.Access;
using CustomerSegmentation.Edge.Api.Endpoints;
using CustomerSegmentation.Edge.Api.Streaming;
using CustomerSegmentation.Edge.Configuration;
using CustomerSegmentation.Edge.Dashboard;
using CustomerSegmentation.Edge.Outbound;
using CustomerSegmentation.Edge.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CustomerSegmentation.Edge.Api;

/// <summary>The HTTP side of the engine.</summary>
public static class SegmentationApi
{
    /// <summary>Bytes of a body, other than that of <c>POST /events</c>, which has no bound.</summary>
    private const int MaxBodyBytes = 64 * 1024;

    /// <summary>Registers what the API and the dashboard need. The host registers <see cref="Engine.ISegmentationEngine"/>.</summary>
    /// <param name="services">The host's.</param>
    /// <param name="section">The configuration section <c>Segmentation</c>, see <see cref="ApiOptions"/>.</param>
    /// <exception cref="SettingsException">A setting makes no sense.</exception>
    public static IServiceCollection AddSegmentationApi(this IServiceCollection services, IConfiguration section)
    {
        services.AddSingleton(ApiOptions.Read(section));
        services.TryAddSingleton(TimeProvider.System);
        services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        services.AddProblemDetails();
        services.AddExceptionHandler<ApiFailures>();
        services.AddRequestDecompression();
        services.AddHealthChecks().AddCheck<EngineHealthCheck>("engine");
        services.AddSingleton(StreamOptions.Read(section.GetSection("Stream")));
        services.AddSingleton<MigrationTail>();
        services.AddSingleton<MigrationStream>();
        services.AddOutbound(section);
        services.AddWebhooks(section);
        services.AddApiDocument();
        services.AddTelemetry(section);
        services.AddSingleton<KeyRing>();
        services.AddSingleton<WrongKeys>();
        services.AddHostedService<BoundAddressCheck>();
        services.AddDashboard();
        return services;
    }

    /// <summary>Maps every call of the contract, and the middleware before them all: errors, keys, decompression.</summary>
    /// <exception cref="SettingsException">Other machines could call without a key, and nobody said that they may.</exception>
    public static WebApplication MapSegmentationApi(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<ApiOptions>();
        var urls = ListenPolicy.ConfiguredUrls(app.Configuration).Concat(app.Urls);
        if (ListenPolicy.Objection(urls, options.AsksForKey, options.AllowAnonymous) is { } objection)
        {
            throw new SettingsException(objection);
        }

        app.UseRequestTrace();
        app.UseDashboardHeaders();
        app.UseExceptionHandler();
        app.UseStatusCodePages(status => Problem.ForStatus(status.HttpContext).ExecuteAsync(status.HttpContext));
        app.UseMiddleware<ApiKeyGate>();
        app.UseMiddleware<BrowserGate>();
        app.UseRequestDecompression();
        app.UseOutputCache();

        var api = app.MapGroup("/api/v1")
            .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status500InternalServerError);
        api.MapEvents();
        api.MapCustomers();
        api.MapSegments();
        api.MapOutlook();
        api.MapMigrations();
        api.MapMigrationStream();
        api.MapReports();
        api.MapModels();
        api.MapWebhooks();
        api.MapClock();

        app.MapHealth();
        app.MapMetrics();
        app.MapOpenApi();
        app.MapDashboard();
        return app;
    }
}
