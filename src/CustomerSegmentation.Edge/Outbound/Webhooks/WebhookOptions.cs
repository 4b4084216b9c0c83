using CustomerSegmentation.Edge.Configuration;
using Microsoft.Extensions.Configuration;

namespace CustomerSegmentation.Edge.Outbound.Webhooks;

/// <summary>Settings of webhooks; section <c>Segmentation:Webhooks</c>.</summary>
public sealed record WebhookOptions
{
    /// <summary>
    /// Lets webhooks go to private, loopback and link-local addresses, and over plain http.
    /// </summary>
    public bool AllowPrivate { get; init; }

    /// <summary>The options that a section holds.</summary>
    /// <exception cref="SettingsException">A setting makes no sense.</exception>
    public static WebhookOptions Read(IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return new()
        {
            AllowPrivate = section["AllowPrivate"] switch
            {
                null or "" => false,
                var text when bool.TryParse(text, out var allowed) => allowed,
                var text => throw new SettingsException($"Webhooks:AllowPrivate is '{text}'; it can be 'true' or 'false'."),
            },
        };
    }

    /// <summary>Why nothing may be sent there, in a sentence; null when it may. Names are looked up when calling.</summary>
    public string? Objection(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (!url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp) || url.UserInfo.Length > 0)
        {
            return "url must be an absolute https address without user and password.";
        }

        if (AllowPrivate)
        {
            return null;
        }

        return url.Scheme != Uri.UriSchemeHttps ? "url must begin with https://; Webhooks:AllowPrivate allows http."
            : System.Net.IPAddress.TryParse(url.DnsSafeHost, out var address) && !PublicAddress.Is(address)
                ? "url leads to a private address; Webhooks:AllowPrivate allows those."
                : null;
    }
}
