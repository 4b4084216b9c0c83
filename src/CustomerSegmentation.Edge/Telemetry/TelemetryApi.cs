using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CustomerSegmentation.Edge.Telemetry;

/// <summary>What the host measures, read over HTTP or sent to a collector.</summary>
internal static class TelemetryApi
{
    public static void AddTelemetry(this IServiceCollection services, IConfiguration section)
    {
        services.AddMetrics();
        services.AddSingleton<MetricStore>();
        services.TryAddSingleton<RefusedEvents>();
        if (OtlpExport.IsWanted(section))
        {
            services.AddHostedService(_ => new OtlpExport(section));
        }
    }

    public static void MapMetrics(this WebApplication app)
    {
        // Made now rather than at the first call, so that it has counted from the start.
        app.Services.GetRequiredService<MetricStore>();
        app.MapGet("/metrics", (MetricStore book) => TypedResults.Text(book.ReadAsOpenMetrics(), OpenMetricsText.ContentType))
            .WithTags("Health")
            .WithSummary("Metrics in OpenMetrics text")
            .Produces<string>(contentType: "application/openmetrics-text");
    }
}
