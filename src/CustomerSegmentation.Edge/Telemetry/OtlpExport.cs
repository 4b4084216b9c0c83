using CustomerSegmentation.Engine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CustomerSegmentation.Edge.Telemetry;

/// <summary>Sends traces and metrics to an OpenTelemetry collector while the host runs.</summary>
/// <param name="endpoint">Of the collector. Protocol, headers and so on come from the standard OTEL_* variables.</param>
internal sealed class OtlpExport(string endpoint) : IHostedService, IDisposable
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string[] Sources = [EngineMetrics.Name, "MassTransit", "Microsoft.AspNetCore"];

    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    /// <summary>Where to send: the standard variable, else the setting; null to send nowhere.</summary>
    public static string? EndpointIn(IConfiguration section) =>
        Environment.GetEnvironmentVariable(EndpointVariable) is { Length: > 0 } variable ? variable
            : section["Otlp:Endpoint"] is { Length: > 0 } setting ? setting
            : null;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The exporter appends the paths of OTLP over HTTP only to an endpoint that it finds in its configuration.
        var configuration = new ConfigurationBuilder()
            .AddEnvironmentVariables()
            .AddInMemoryCollection([new(EndpointVariable, endpoint)])
            .Build();
        _traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton<IConfiguration>(configuration))
            .ConfigureResource(Describe)
            .AddSource(Sources)
            .AddOtlpExporter()
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(services => services.AddSingleton<IConfiguration>(configuration))
            .ConfigureResource(Describe)
            .AddMeter(MetricBook.Meters)
            .AddOtlpExporter()
            .Build();
        return Task.CompletedTask;
    }

    /// <summary>Sends what is left.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    private static void Describe(ResourceBuilder resource) => resource.AddService("customer-segmentation");
}
