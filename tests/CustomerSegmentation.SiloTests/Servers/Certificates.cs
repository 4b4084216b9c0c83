using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CustomerSegmentation.SiloTests.Servers;

/// <summary>An authority of a test, and what it has signed, as files that a silo reads. Disposing it leaves none behind.</summary>
internal sealed class Certificates : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("certificates-");
    private readonly X509Certificate2 _authority;

    /// <summary>A new authority, which nobody else trusts.</summary>
    public Certificates(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        var now = TimeProvider.System.GetUtcNow();
        _authority = request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));
        File.WriteAllText(CaPath, _authority.ExportCertificatePem());
    }

    /// <summary>Its own certificate.</summary>
    public string CaPath => Path.Combine(_folder.FullName, "ca.pem");

    /// <summary>The options of a silo that has a certificate of this authority, and takes others by one.</summary>
    /// <param name="name">Of the silo.</param>
    /// <param name="asPem">As two PEM files rather than as one of PKCS #12 with a passphrase.</param>
    /// <param name="trusting">The authority that it takes others by; null for this one.</param>
    public string[] OptionsFor(string name, bool asPem = true, Certificates? trusting = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var signed = request.Create(_authority, now.AddMinutes(-30), now.AddHours(12), RandomNumberGenerator.GetBytes(8));
        string[] ca = ["--SiloTls:CaPath", (trusting ?? this).CaPath];
        if (asPem)
        {
            File.WriteAllText(At($"{name}.pem"), signed.ExportCertificatePem());
            File.WriteAllText(At($"{name}.key"), key.ExportPkcs8PrivateKeyPem());
            return ["--SiloTls:CertificatePath", At($"{name}.pem"), "--SiloTls:KeyPath", At($"{name}.key"), .. ca];
        }

        using var whole = signed.CopyWithPrivateKey(key);
        File.WriteAllBytes(At($"{name}.pfx"), whole.Export(X509ContentType.Pkcs12, "a passphrase"));
        return ["--SiloTls:CertificatePath", At($"{name}.pfx"), "--SiloTls:CertificatePassphrase", "a passphrase", .. ca];
    }

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

    private string At(string file) => Path.Combine(_folder.FullName, file);
}
