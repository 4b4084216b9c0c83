using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace CustomerSegmentation.Edge.Api.Access;

/// <summary>Nobody but this machine may reach an engine that asks for no key, unless that is wanted.</summary>
public static class ListenPolicy
{
    /// <summary>Why the host must not start; null when it may.</summary>
    /// <param name="urls">Where it is to listen; none means the server's own default, which is loopback.</param>
    /// <param name="hasKeys">Whether callers need a key.</param>
    /// <param name="allowAnonymous">Whether the operator said that no key is fine.</param>
    public static string? Objection(IEnumerable<string> urls, bool hasKeys, bool allowAnonymous)
    {
        ArgumentNullException.ThrowIfNull(urls);
        if (hasKeys || allowAnonymous || urls.FirstOrDefault(url => !IsLocal(url)) is not { } open)
        {
            return null;
        }

        return $"{open} can be reached from other machines, and no API key is configured. Set Segmentation:ApiKeys:0 "
            + "to a key, or listen on http://127.0.0.1 only, or set Segmentation:AllowAnonymous to true.";
    }

    /// <summary>
    /// Where configuration tells the server to listen: its endpoints, else its urls, else its ports, in the order in
    /// which ASP.NET lets one overrule the other. Addresses set in code are not seen here.
    /// </summary>
    public static IReadOnlyList<string> ConfiguredUrls(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren()
            .Select(endpoint => endpoint["Url"]).OfType<string>().ToArray();
        if (endpoints.Length > 0)
        {
            return endpoints;
        }

        var urls = Split(configuration["urls"]);
        return urls.Length > 0
            ? urls
            : [.. Split(configuration["http_ports"]).Select(port => $"http://*:{port}"),
                .. Split(configuration["https_ports"]).Select(port => $"https://*:{port}")];
    }

    private static string[] Split(string? list) =>
        list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>What cannot be read is not taken for local. A host name other than localhost makes the server listen everywhere.</summary>
    private static bool IsLocal(string url)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            return false;
        }

        if (address.IsUnixPipe || address.IsNamedPipe || string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        return IPAddress.TryParse(address.Host, out var ip)
            && IPAddress.IsLoopback(ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip);
    }
}
