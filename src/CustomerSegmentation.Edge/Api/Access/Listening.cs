using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace CustomerSegmentation.Edge.Api.Access;

/// <summary>Where a host listens.</summary>
public static class Listening
{
    /// <summary>The address when nothing else is configured: this machine only.</summary>
    public const string Default = "http://127.0.0.1:8080";

    /// <summary>Listens on <see cref="Default"/> unless the configuration names an address or a port.</summary>
    public static void ListenOnLoopbackUnlessTold(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (ListenPolicy.ConfiguredUrls(builder.Configuration).Count == 0)
        {
            builder.WebHost.UseUrls(Default);
        }
    }

    /// <summary>
    /// Makes sure that nobody else listens where this host is about to, for a host that does much before it listens: what it has
    /// begun by then would be ended halfway. Another program may still come first.
    /// </summary>
    /// <exception cref="IOException">An address is taken.</exception>
    public static void EnsureAddressesAreFree(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var urls = ListenPolicy.ConfiguredUrls(builder.Configuration);
        foreach (var url in urls.Count == 0 ? [Default] : urls)
        {
            if (Read(url) is { IsUnixPipe: false, IsNamedPipe: false, Port: > 0 } address)
            {
                EnsureFree(url, new(AddressOf(address.Host), address.Port));
            }
        }
    }

    /// <summary>Null for what is none: the server says so.</summary>
    private static BindingAddress? Read(string url)
    {
        try
        {
            return BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static void EnsureFree(string url, IPEndPoint endpoint)
    {
        using var listener = new TcpListener(endpoint);
        try
        {
            listener.Start();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new IOException($"Another program listens on {url}. Stop it, or say with --urls where to listen.", e);
        }
        catch (SocketException)
        {
            // The server says what is wrong with an address that cannot be listened on at all.
        }
    }

    private static IPAddress AddressOf(string host) =>
        IPAddress.TryParse(host, out var address) ? address
        : string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
        : IPAddress.Any;
}
