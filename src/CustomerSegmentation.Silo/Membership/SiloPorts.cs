using System.Net;
using System.Net.Sockets;

namespace CustomerSegmentation.Silo.Membership;

/// <summary>
/// Makes sure that nobody else listens where a silo is about to. Orleans shares its ports (SO_REUSEPORT), so a second silo on
/// the same one would start without an error, get some of the first one's connections, and end it.
/// </summary>
internal static class SiloPorts
{
    /// <summary>To be called before the silo joins: from then on the ports are its own, shared ones.</summary>
    /// <exception cref="IOException">One of them is taken, or the address is not of this machine.</exception>
    public static void EnsureFree(SiloOptions options)
    {
        var address = options.IsAlone ? IPAddress.Loopback : options.Address is { } configured ? IPAddress.Parse(configured) : IPAddress.Any;
        EnsureFree(new(address, options.SiloPort), nameof(SiloOptions.SiloPort));
        if (options.GatewayPort > 0)
        {
            EnsureFree(new(address, options.GatewayPort), nameof(SiloOptions.GatewayPort));
        }
    }

    private static void EnsureFree(IPEndPoint endpoint, string setting)
    {
        using var listener = new TcpListener(endpoint); // alone, unlike those of Orleans
        try
        {
            listener.Start();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new IOException(
                $"Another program listens on {endpoint}, perhaps another silo: two cannot share a port. Stop it, or set {setting}.", e);
        }
        catch (SocketException e)
        {
            throw new IOException($"This silo cannot listen on {endpoint} ({e.Message}); Address and {setting} say where.", e);
        }
    }
}
