using System.Text;
using RabbitMQ.Client;

namespace CustomerSegmentation.HostTests.Brokers;

/// <summary>A plain client of a broker, without MassTransit: what a shop's program would use, and an operator's eye.</summary>
public sealed class RabbitMqProbe : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private RabbitMqProbe(IConnection connection, IChannel channel) => (_connection, _channel) = (connection, channel);

    /// <summary>Connects; publishing is confirmed by the broker.</summary>
    public static async Task<RabbitMqProbe> ConnectAsync(Uri address)
    {
        var factory = new ConnectionFactory
        {
            Uri = address,
            AutomaticRecoveryEnabled = false,
            MaxInboundMessageBodySize = 512 * 1024 * 1024,
        };
        var connection = await factory.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync(new CreateChannelOptions(
            publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        return new(connection, channel);
    }

    /// <summary>Publishes a durable message and returns once the broker has confirmed it; fails if no queue takes it.</summary>
    public Task PublishAsync(string exchange, string body, BasicProperties? properties = null) =>
        PublishAsync(exchange, Encoding.UTF8.GetBytes(body), properties);

    /// <summary>Publishes a durable message and returns once the broker has confirmed it; fails if no queue takes it.</summary>
    public async Task PublishAsync(string exchange, ReadOnlyMemory<byte> body, BasicProperties? properties = null)
    {
        properties ??= new();
        properties.Persistent = true;
        await _channel.BasicPublishAsync(exchange, routingKey: "", mandatory: true, properties, body);
    }

    /// <summary>Declares a durable quorum queue.</summary>
    public Task DeclareQuorumAsync(string queue) => _channel.QueueDeclareAsync(
        queue, durable: true, exclusive: false, autoDelete: false,
        new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });

    /// <summary>
    /// Takes the next message from a queue and acknowledges it; null when there is none that is ready, or no such queue.
    /// </summary>
    public Task<BasicGetResult?> TakeAsync(string queue) => _channel.BasicGetAsync(queue, autoAck: true);

    /// <summary>Messages that are ready to be delivered; those in hand of a consumer are not counted.</summary>
    public Task<uint> CountAsync(string queue) => _channel.MessageCountAsync(queue);

    /// <summary>Declares, binds, purges: everything else a client can do.</summary>
    public IChannel Channel => _channel;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
