using System.Net;
using System.Net.Sockets;

namespace CustomerSegmentation;

/// <summary>Loopback ports that were free a moment ago.</summary>
internal static class LoopbackPort
{
    /// <summary>Different ports, each free when asked for. Another program may still take one first.</summary>
    public static int[] Free(int count)
    {
        // All are held until the last is known: the kernel would hand out the same one again otherwise.
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        try
        {
            foreach (var listener in listeners)
            {
                listener.Start();
            }

            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (var listener in listeners)
            {
                listener.Dispose();
            }
        }
    }
}
