using CustomerSegmentation.Edge.Configuration;
using CustomerSegmentation.Silo.Dashboard;
using CustomerSegmentation.Silo.Membership;
using CustomerSegmentation.Silo.Telemetry;

namespace CustomerSegmentation.Silo;

/// <summary>What whoever operates a silo may set, and how it comes into the silo.</summary>
internal static class OperationSettings
{
    /// <summary>The settings.</summary>
    public static IReadOnlyList<Setting> Known { get; } =
    [
        new("SiloName", "the machine's name", "what logs and dashboards call this silo"),
        new("OrleansDashboard", "true", "the Orleans Dashboard under /orleans: true, false, or profile to measure calls too"),
        new("SiloTls:CertificatePath", "none", "TLS between silos: certificate of this one, PEM or PKCS #12"),
        new("SiloTls:CertificatePassphrase", "none", "opens it, or its key; better in the environment"),
        new("SiloTls:KeyPath", "none", "its private key, where the certificate is PEM without one"),
        new("SiloTls:CaPath", "none", "the authority, PEM, whose certificates silos and clients must have"),
    ];

    /// <exception cref="SettingsException">A setting makes no sense.</exception>
    public static SiloOptions Read(IConfiguration section, SiloOptions defaults) => defaults with
    {
        SiloName = section["SiloName"] is { Length: > 0 } name ? name : defaults.SiloName,
        Traces = HostSettings.CollectsTraces(section),
        OrleansDashboard = OrleansDashboard.Read(section["OrleansDashboard"]),
        Tls = SiloTlsOptions.Read(section.GetSection("SiloTls")),
    };

    /// <summary>Puts them into the silo.</summary>
    /// <exception cref="SettingsException">A certificate cannot be used.</exception>
    public static ISiloBuilder AddOperations(this ISiloBuilder silo, SiloOptions options) => silo
        .Configure<Orleans.Configuration.SiloOptions>(orleans => orleans.SiloName = options.SiloName)
        .AddTraces(options)
        .AddOrleansDashboard(options)
        .AddTls(options.Tls);
}
