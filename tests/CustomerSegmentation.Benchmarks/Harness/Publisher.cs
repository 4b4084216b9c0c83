using CustomerSegmentation.HostTests.Brokers;
using RabbitMQ.Client;

namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>A plain client of the broker that publishes persistent messages, many on the way at once, all confirmed.</summary>
internal sealed class Publisher : IAsyncDisposable
{
    private const int OnTheWay = 2_000;

    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly List<Task> _unconfirmed = new(OnTheWay);

    private Publisher(IConnection connection, IChannel channel) => (_connection, _channel) = (connection, channel);

    public IChannel Channel => _channel;

    public static async Task<Publisher> ConnectAsync(RabbitMqBroker broker)
    {
        var connection = await new ConnectionFactory { Uri = broker.Address }.CreateConnectionAsync();
        return new(connection, await connection.CreateChannelAsync(new(
            publisherConfirmationsEnabled: true,
            publisherConfirmationTrackingEnabled: true,
            outstandingPublisherConfirmationsRateLimiter: null)));
    }

    /// <summary>Sends a message; waits for confirmations only when too many are missing.</summary>
    public async Task SendAsync(string exchange, byte[] body)
    {
        if (_unconfirmed.Count == OnTheWay && _unconfirmed.RemoveAll(static sent => sent.IsCompletedSuccessfully) == 0)
        {
            await ConfirmedAsync();
        }

        _unconfirmed.Add(_channel.BasicPublishAsync(
            exchange, routingKey: "", mandatory: true, new BasicProperties { Persistent = true }, body).AsTask());
    }

    /// <summary>Returns once the broker has confirmed all of it; fails if no queue took one.</summary>
    public async Task ConfirmedAsync()
    {
        await Task.WhenAll(_unconfirmed);
        _unconfirmed.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
