using System.Diagnostics;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.HostTests.Brokers;

namespace CustomerSegmentation.SiloTests.Chaos;

/// <summary>
/// A shop's programs, which publish its events at a steady pace, one a message. What the broker did not confirm is published
/// again until it does.
/// </summary>
internal sealed class ShopStream
{
    private const int Connections = 4;
    private const int PublishersPerConnection = 48;

    private static readonly TimeSpan ConfirmTimeout = TimeSpan.FromSeconds(15);

    private readonly RabbitMqBroker _broker;
    private readonly ReadOnlyMemory<byte>[] _bodies;
    private readonly int _perSecond;
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private int _next = -1;
    private int _confirmed;

    private ShopStream(RabbitMqBroker broker, IReadOnlyList<PurchaseEvent> events, int perSecond)
    {
        _broker = broker;
        _perSecond = perSecond;
        _bodies = [.. events.Select(e => Shop.Body([e]))];
        _elapsed.Restart();
        Ended = PublishAsync();
    }

    /// <summary>Complete once everything is confirmed. How many a second that were on average.</summary>
    public Task<double> Ended { get; }

    /// <summary>Since the first was published.</summary>
    public TimeSpan Elapsed => _elapsed.Elapsed;

    /// <summary>Starts to publish.</summary>
    public static ShopStream Start(RabbitMqBroker broker, IReadOnlyList<PurchaseEvent> events, int perSecond) =>
        new(broker, events, perSecond);

    /// <summary>Returns once a share of everything is confirmed.</summary>
    public Task ReachAsync(double share) => Eventually.TrueAsync(
        () => Volatile.Read(ref _confirmed) >= share * _bodies.Length || Ended.IsFaulted, $"{share:P0} of the stream published");

    private async Task<double> PublishAsync()
    {
        var connections = Enumerable.Range(0, Connections).Select(_ => new Connection(_broker)).ToArray();
        await Task.WhenAll(connections.SelectMany(connection =>
            Enumerable.Range(0, PublishersPerConnection).Select(_ => Task.Run(() => PublishAsync(connection)))));
        var took = _elapsed.Elapsed;
        foreach (var connection in connections)
        {
            await connection.DisposeAsync();
        }

        return _bodies.Length / took.TotalSeconds;
    }

    private async Task PublishAsync(Connection connection)
    {
        for (int place; (place = Interlocked.Increment(ref _next)) < _bodies.Length;)
        {
            var early = TimeSpan.FromSeconds((double)place / _perSecond) - _elapsed.Elapsed;
            if (early > TimeSpan.Zero)
            {
                await Task.Delay(early, TimeProvider.System);
            }

            await connection.PublishAsync(_bodies[place]);
            Interlocked.Increment(ref _confirmed);
        }
    }

    /// <summary>A connection that is made anew when it breaks.</summary>
    private sealed class Connection(RabbitMqBroker broker) : IAsyncDisposable
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

        private readonly SemaphoreSlim _one = new(1, 1);
        private RabbitMqProbe? _probe;

        public async Task PublishAsync(ReadOnlyMemory<byte> body)
        {
            var waited = Stopwatch.StartNew();
            while (true)
            {
                RabbitMqProbe? probe = null;
                try
                {
                    probe = await ConnectedAsync();
                    await probe.PublishAsync(BrokerNames.Purchases, body).WaitAsync(ConfirmTimeout, TimeProvider.System);
                    return;
                }
                catch (Exception) when (waited.Elapsed < Eventually.WaitTimeout)
                {
                    // Whatever became of it: the broker did not confirm.
                    await GiveUpAsync(probe);
                    await Task.Delay(Pause, TimeProvider.System);
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            await GiveUpAsync(_probe);
            _one.Dispose();
        }

        private async Task<RabbitMqProbe> ConnectedAsync()
        {
            await _one.WaitAsync();
            try
            {
                return _probe ??= await broker.ConnectAsync();
            }
            finally
            {
                _one.Release();
            }
        }

        private async Task GiveUpAsync(RabbitMqProbe? broken)
        {
            await _one.WaitAsync();
            try
            {
                if (broken is null || _probe != broken)
                {
                    return;
                }

                _probe = null;

                // What is broken may fail once more when it is put away.
                await broken.DisposeAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            finally
            {
                _one.Release();
            }
        }
    }
}
