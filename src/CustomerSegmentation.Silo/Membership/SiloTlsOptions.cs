using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CustomerSegmentation.Edge.Configuration;

namespace CustomerSegmentation.Silo.Membership;

/// <summary>The certificate of a silo, and the authority whose certificates it takes others for silos and clients by.</summary>
/// <param name="Certificate">With its private key.</param>
/// <param name="Authority">The certificate of the authority.</param>
internal sealed record SiloTlsOptions(X509Certificate2 Certificate, X509Certificate2 Authority)
{
    /// <summary>Null where none is set.</summary>
    /// <param name="section">The configuration section <c>SiloTls</c>.</param>
    /// <exception cref="SettingsException">Something is missing, or a file cannot be used.</exception>
    public static SiloTlsOptions? Read(IConfigurationSection section)
    {
        if (!section.GetChildren().Any(setting => setting.Value is { Length: > 0 }))
        {
            return null;
        }

        var certificate = Load("CertificatePath", section["CertificatePath"], path => OfSilo(path, section["KeyPath"], section["CertificatePassphrase"]));
        var authority = Load("CaPath", section["CaPath"], X509CertificateLoader.LoadCertificateFromFile);
        return certificate.HasPrivateKey
            ? new(certificate, authority)
            : throw new SettingsException("SiloTls:CertificatePath has no private key; SiloTls:KeyPath says where it is.");
    }

    private static X509Certificate2 OfSilo(string path, string? key, string? passphrase)
    {
        if (X509Certificate2.GetCertContentType(path) == X509ContentType.Pkcs12)
        {
            return X509CertificateLoader.LoadPkcs12FromFile(path, passphrase);
        }

        return string.IsNullOrEmpty(passphrase)
            ? X509Certificate2.CreateFromPemFile(path, string.IsNullOrEmpty(key) ? null : key)
            : X509Certificate2.CreateFromEncryptedPemFile(path, passphrase, string.IsNullOrEmpty(key) ? null : key);
    }

    private static X509Certificate2 Load(string setting, string? path, Func<string, X509Certificate2> load)
    {
        if (string.IsNullOrEmpty(path))
        {
            throw new SettingsException($"With TLS between silos, SiloTls:{setting} must be set too.");
        }

        try
        {
            return load(path);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"SiloTls:{setting} is '{path}', which cannot be used: {e.Message}", e);
        }
    }
}
