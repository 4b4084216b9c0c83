using System.Diagnostics;
using CustomerSegmentation.HostTests.Brokers;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>The broker's own delay: a plain client that takes messages of a quorum queue and acknowledges each.</summary>
internal sealed class PlainConsumer : IAsyncDisposable
{
    public const string Queue = "plain";

    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private Times? _times;

    private PlainConsumer(IConnection connection, IChannel channel) => (_connection, _channel) = (connection, channel);

    public static async Task<PlainConsumer> StartAsync(RabbitMqBroker broker)
    {
        var connection = await new ConnectionFactory { Uri = broker.Address }.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(Queue, ExchangeType.Fanout, durable: true, autoDelete: false);
        await channel.QueueDeclareAsync(
            Queue, durable: true, exclusive: false, autoDelete: false,
            new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await channel.QueueBindAsync(Queue, Queue, "");
        await channel.BasicQosAsync(0, 1_000, global: false);
        var plain = new PlainConsumer(connection, channel);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            plain._times!.Consumed();
            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
        };
        await channel.BasicConsumeAsync(Queue, autoAck: false, consumer);
        return plain;
    }

    /// <summary>So many messages are to come, in the order of sending: one sender, one queue.</summary>
    public Times Expect(int messages) => _times = new(messages);

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }

    /// <summary>When messages were sent, and how long after they came.</summary>
    internal sealed class Times(int messages)
    {
        private readonly long[] _sent = new long[messages];
        private readonly double[] _milliseconds = new double[messages];
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _consumed;

        public void Sent(int i) => Volatile.Write(ref _sent[i], Stopwatch.GetTimestamp());

        public void Consumed()
        {
            var i = _consumed++;
            _milliseconds[i] = Stopwatch.GetElapsedTime(Volatile.Read(ref _sent[i])).TotalMilliseconds;
            if (_consumed == messages)
            {
                _all.SetResult();
            }
        }

        public async Task<Samples> AllAsync()
        {
            await _all.Task;
            return new(_milliseconds);
        }
    }
}
