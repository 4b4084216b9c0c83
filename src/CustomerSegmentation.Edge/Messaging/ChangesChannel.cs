using CustomerSegmentation.Edge.Outbound;
using RabbitMQ.Client;

namespace CustomerSegmentation.Edge.Messaging;

/// <summary>
/// A connection to the broker for segment changes alone. Of MassTransit's sends the order is not promised; on one
/// channel it is. A batch is written without waiting and confirmed as a whole.
/// </summary>
internal sealed class ChangesChannel : IAsyncDisposable
{
    private static readonly TimeSpan ConfirmTimeout = TimeSpan.FromSeconds(30);

    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly Lock _confirming = new();
    private readonly SortedSet<ulong> _open = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _confirmed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ulong _published;

    private ChangesChannel(IConnection connection, IChannel channel)
    {
        _connection = connection;
        _channel = channel;
        channel.BasicAcksAsync += (_, ack) => Settle(ack.DeliveryTag, ack.Multiple);
        channel.BasicNacksAsync += (_, _) => End("The broker did not take a segment change.");
        channel.ChannelShutdownAsync += (_, end) => End($"The broker's channel is closed: {end.ReplyText}");
    }

    /// <summary>Connects and declares the exchange.</summary>
    public static async Task<ChangesChannel> OpenAsync(RabbitMqOptions options, CancellationToken cancellation)
    {
        var factory = new ConnectionFactory
        {
            HostName = options.Host!,
            Port = options.Port,
            VirtualHost = options.VirtualHost,
            UserName = options.Username,
            Password = options.Password,
            ClientProvidedName = "customer-segmentation segment changes",
            SocketFactory = BrokerSocket.Create,
            AutomaticRecoveryEnabled = false, // the publisher knows better where to go on
            Ssl = options.Ssl is { Enabled: true } tls ? Secure(tls, options.Host!) : new(),
        };
        var connection = await factory.CreateConnectionAsync(cancellation);
        try
        {
            var channel = await connection.CreateChannelAsync(
                new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false), cancellation);
            await channel.ExchangeDeclareAsync(
                BrokerNames.SegmentChanges, ExchangeType.Topic, durable: true, autoDelete: false, cancellationToken: cancellation);
            return new(connection, channel);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Publishes in this order and returns once the broker has confirmed all of them.</summary>
    public async Task PublishAsync(
        IReadOnlyList<(string RoutingKey, OutgoingMessage Message)> batch, CancellationToken cancellation)
    {
        TaskCompletionSource confirmed;
        lock (_confirming)
        {
            // Before the first is written: its confirmation may be here before the call returns.
            confirmed = _confirmed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            for (var i = 0; i < batch.Count; i++)
            {
                _open.Add(++_published);
            }
        }

        foreach (var (routingKey, message) in batch)
        {
            // Not mandatory: who is interested binds a queue, and nobody may be.
            await _channel.BasicPublishAsync(
                BrokerNames.SegmentChanges, routingKey, mandatory: false, Properties(message.Id), message.Body, cancellation);
        }

        await WatchAsync(confirmed.Task.WaitAsync(ConfirmTimeout, TimeProvider.System, cancellation));
    }

    /// <summary>Waits for something, unless the channel ends before.</summary>
    public async Task WatchAsync(Task awaited) => await await Task.WhenAny(awaited, _ended.Task);

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
        _ = _ended.Task.Exception; // nobody may have waited for it
    }

    private static BasicProperties Properties(string id) => new()
    {
        Persistent = true,
        ContentType = OutgoingMessage.ContentType,
        MessageId = id,
        Type = CloudEvents.SegmentChanged,
    };

    private static SslOption Secure(RabbitMqTls tls, string host) => new(tls.ServerName ?? host, tls.CertificatePath ?? "", enabled: true)
    {
        CertPassphrase = tls.CertificatePassphrase,
    };

    private Task Settle(ulong tag, bool upToThere)
    {
        lock (_confirming)
        {
            _open.Remove(tag);
            while (upToThere && _open.Count > 0 && _open.Min < tag)
            {
                _open.Remove(_open.Min);
            }

            if (_open.Count == 0)
            {
                _confirmed.TrySetResult();
            }
        }

        return Task.CompletedTask;
    }

    private Task End(string reason)
    {
        _ended.TrySetException(new IOException(reason));
        return Task.CompletedTask;
    }
}
