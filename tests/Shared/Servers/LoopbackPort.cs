using System.Net;
using System.Net.Sockets;

namespace CustomerSegmentation;

/// <summary>Loopback ports that were free a moment ago.</summary>
internal static class LoopbackPort
{
    // Below those that the kernel, unless told otherwise, gives to whoever connects. Among them a server that is started again may find its port taken:
    // by any client, or by one that sought it while it was away and was connected to itself.
    private const int First = 12_000;
    private const int Ports = 20_000;

    private static int _last = Environment.ProcessId * 61 % Ports;

    /// <summary>
    /// Different ports, each free when asked for, and none that was given before, until 20,000 have been. Another program may
    /// still take one first.
    /// </summary>
    public static int[] Free(int count)
    {
        var free = Enumerable.Repeat(0, Ports).Select(_ => Next()).Where(IsFree).Take(count).ToArray();
        return free.Length == count ? free : throw new InvalidOperationException($"There are not {count} free ports.");
    }

    private static int Next() => First + (int)((uint)Interlocked.Increment(ref _last) % Ports);

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
    }
}
