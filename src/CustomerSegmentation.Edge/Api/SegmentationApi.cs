using CustomerSegmentation.Edge.Api.Access;
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
    private const int LargestBody = 64 * 1024;

    /// <summary>Registers what the API needs. The host registers <see cref="Engine.ISegmentationEngine"/>.</summary>
    /// <param name="services">The host's.</param>
    /// <param name="section">The configuration section <c>Segmentation</c>, see <see cref="ApiOptions"/>.</param>
    public static IServiceCollection AddSegmentationApi(this IServiceCollection services, IConfiguration section)
    {
        services.Configure<ApiOptions>(section);
        services.TryAddSingleton(TimeProvider.System);
        services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        services.AddProblemDetails();
        services.AddExceptionHandler<ApiFailures>();
        services.AddRequestDecompression();
        services.AddHealthChecks().AddCheck<EngineHealthCheck>("engine");
        services.AddApiDocument();
        return services;
    }

    /// <summary>Maps every call of the contract, and what stands before them all: errors, keys, decompression.</summary>
    public static WebApplication MapSegmentationApi(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(status => Problem.ForStatus(status.HttpContext).ExecuteAsync(status.HttpContext));
        app.UseMiddleware<ApiKeyGate>();
        app.UseRequestDecompression();

        var api = app.MapGroup("/api/v1")
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody))
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status500InternalServerError);
        api.MapEvents();
        api.MapCustomers();
        api.MapSegments();
        api.MapMigrations();
        api.MapModels();

        app.MapHealth();
        app.MapOpenApi();
        return app;
    }
}
