using CustomerSegmentation.Edge.Configuration;
using CustomerSegmentation.Silo.Dashboard;
using CustomerSegmentation.Silo.Telemetry;

namespace CustomerSegmentation.Silo;

/// <summary>What whoever operates a silo may set, and how it comes into the silo.</summary>
internal static class OperationSettings
{
    /// <summary>The settings.</summary>
    public static IReadOnlyList<Setting> Known { get; } =
    [
        new("OrleansDashboard", "true", "the Orleans Dashboard under /orleans: true, false, or profile to measure calls too"),
    ];

    /// <exception cref="SettingsException">A setting makes no sense.</exception>
    public static SiloOptions Read(IConfiguration section, SiloOptions defaults) => defaults with
    {
        Traces = HostSettings.CollectsTraces(section),
        OrleansDashboard = OrleansDashboard.Read(section["OrleansDashboard"]),
    };

    /// <summary>Puts them into the silo.</summary>
    public static ISiloBuilder AddOperations(this ISiloBuilder silo, SiloOptions options) => silo
        .AddTraces(options)
        .AddOrleansDashboard(options);
}
