using System.Net.Sockets;
using RabbitMQ.Client;

namespace CustomerSegmentation.Edge.Messaging;

/// <summary>
/// A connection to the broker that its client finds dead by reading, never by writing.
/// <para>
/// RabbitMQ.Client up to 7.2 hands what is to be written to a loop through a queue of 128. The first write that fails
/// ends the loop, and whoever waits for a place in the queue then waits for ever: acknowledgements of a consumer that
/// works off a backlog while the broker dies. As the end of the connection is not told before every delivery has been
/// dealt with, nobody hears of it, and MassTransit asks the dead connection for channels from then on
/// (github.com/rabbitmq/rabbitmq-dotnet-client/issues/1930).
/// </para>
/// <para>
/// So a write that fails, or that a broker which has stopped reading keeps for a minute, closes the socket, which is what its
/// reader meets, and is dropped with all that follow. What was dropped was confirmed by nobody: deliveries come again, and what was
/// published has to be published again. A broker that takes nothing from publishers for want of memory or disk is treated alike.
/// </para>
/// </summary>
internal sealed class BrokerSocket : TcpClientAdapter
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private BrokerSocket(Socket socket)
        : base(socket)
    {
    }

    /// <summary>For <see cref="ConnectionFactoryBase.SocketFactory"/>.</summary>
    public static ITcpClient Create(AddressFamily family) =>
        new BrokerSocket(new(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true });

    public override NetworkStream GetStream() => new DroppingStream(Client);

    private sealed class DroppingStream(Socket socket) : NetworkStream(socket)
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            try
            {
                var write = base.WriteAsync(buffer, cancellationToken);
                await (write.IsCompleted ? write : new(write.AsTask().WaitAsync(Longest, TimeProvider.System, cancellationToken)));
            }
            catch (Exception gone) when (gone is IOException or ObjectDisposedException or TimeoutException)
            {
                Socket.Dispose();
            }
        }
    }
}
