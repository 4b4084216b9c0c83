using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Orleans.Connections.Security;

namespace CustomerSegmentation.Silo.Membership;

/// <summary>
/// TLS between silos, and from clients to gateways: both sides show a certificate of one authority, and nothing else gets in. Which
/// address a certificate is for is not looked at, as silos are reached by addresses that change; the authority must sign
/// nothing but members of the cluster.
/// </summary>
internal static class SiloTls
{
    // Whoever connects must name somebody; no name is compared.
    private const string TargetHost = "silo";

    /// <summary>Nothing where there is no certificate.</summary>
    public static ISiloBuilder AddTls(this ISiloBuilder silo, SiloTlsOptions? options) =>
        options is null ? silo : silo.UseTls(tls => Configure(tls, options));

    /// <summary>For either side of a connection, be it a silo's or a client's.</summary>
    public static void Configure(TlsOptions tls, SiloTlsOptions options)
    {
        tls.LocalCertificate = options.Certificate;
        tls.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        tls.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        tls.RemoteCertificateValidation = (certificate, _, _) => IsOf(options.Authority, certificate);
        tls.OnAuthenticateAsClient = (_, client) => client.TargetHost = TargetHost;
    }

    /// <summary>Whether a certificate is the authority's and holds now, whatever name it has and whatever this machine trusts besides.</summary>
    public static bool IsOf(X509Certificate2 authority, X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; // an authority of a cluster publishes no list
        return chain.Build(certificate);
    }
}
