using CustomerSegmentation.Edge.Configuration;
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
/// <param name="section">
/// The configuration section <c>Segmentation</c>: <c>Otlp:Endpoint</c> and <c>Otlp:Protocol</c> replace the standard
/// variables where those are not set. Headers, intervals and so on come from the OTEL_* variables.
/// </param>
internal sealed class OtlpExport(IConfiguration section) : IHostedService, IDisposable
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string ProtocolVariable = "OTEL_EXPORTER_OTLP_PROTOCOL";

    private static readonly string[] Sources = [EngineMetrics.Name, "MassTransit", "Microsoft.AspNetCore", "Microsoft.Orleans.*"];

    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    /// <summary>Whether there is somewhere to send to.</summary>
    /// <exception cref="SettingsException">Nothing could be sent there, or not that way.</exception>
    public static bool IsWanted(IConfiguration section)
    {
        if (Setting(section, ProtocolVariable, "Otlp:Protocol") is { } protocol and not ("grpc" or "http/protobuf"))
        {
            throw new SettingsException($"Otlp:Protocol (or {ProtocolVariable}) is '{protocol}'; it can be 'grpc' or 'http/protobuf'.");
        }

        var endpoint = Setting(section, EndpointVariable, "Otlp:Endpoint");
        return endpoint is null || (Uri.TryCreate(endpoint, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https"))
            ? endpoint is not null
            : throw new SettingsException(
                $"Otlp:Endpoint (or {EndpointVariable}) is '{endpoint}'; it must be an address such as 'http://localhost:4317'.");
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The exporter appends the paths of OTLP over HTTP only to an endpoint that it finds in its configuration.
        var configuration = new ConfigurationBuilder()
            .AddEnvironmentVariables()
            .AddInMemoryCollection(
            [
                new(EndpointVariable, Setting(section, EndpointVariable, "Otlp:Endpoint")),
                new(ProtocolVariable, Setting(section, ProtocolVariable, "Otlp:Protocol") ?? "grpc"),
            ])
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
            .AddMeter(MetricStore.Meters)
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

    private static string? Setting(IConfiguration section, string variable, string name) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } standard ? standard
            : section[name] is { Length: > 0 } own ? own
            : null;

    private static void Describe(ResourceBuilder resource) => resource.AddService("customer-segmentation");
}
