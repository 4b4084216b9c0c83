using System.Diagnostics;
using CustomerSegmentation.Edge.Messaging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace CustomerSegmentation.HostTests.Soak;

/// <summary>
/// A shop that publishes at a steady pace, one event a message, persistent and mandatory, and keeps every event until
/// the broker has confirmed it. While the broker is away sales go on falling due; they are made up for once it is back.
/// </summary>
internal sealed class SoakStream : IAsyncDisposable
{
    private const int OnTheWay = 2_000;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan BeforeTryingAgain = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(10);

    private readonly ConnectionFactory _factory;
    private readonly SoakShop _shop;
    private readonly double _perSecond;
    private readonly long _count;
    private readonly Action<Sale, long>? _sold;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly Queue<(Sale Sale, long Sent, Task Confirmation)> _unconfirmed = new(OnTheWay);
    private readonly Queue<Sale> _again = new();
    private readonly CancellationTokenSource _given = new();
    private long _ceiling = long.MaxValue;
    private long _begun;
    private long _confirmed;
    private long _repeated;
    private int _stalls;

    private SoakStream(Uri broker, SoakShop shop, double perSecond, long count, Action<Sale, long>? sold)
    {
        _factory = new() { Uri = broker, AutomaticRecoveryEnabled = false };
        (_shop, _perSecond, _count, _sold) = (shop, perSecond, count, sold);
        Ended = Task.Run(RunAsync);
    }

    /// <summary>How many sales may be made until it is raised: with less than all of them the stream goes on for as long.</summary>
    public long Ceiling
    {
        get => Volatile.Read(ref _ceiling);
        set => Volatile.Write(ref _ceiling, value);
    }

    /// <summary>Complete once the broker has confirmed every event.</summary>
    public Task Ended { get; }

    /// <summary>Events that the broker has confirmed.</summary>
    public long Confirmed => Volatile.Read(ref _confirmed);

    /// <summary>Events published once more, since a connection broke before their confirmation came.</summary>
    public long Repeated => Volatile.Read(ref _repeated);

    /// <summary>How often a connection was given up since the broker, though there, had not confirmed an event for ten seconds.</summary>
    public int Stalls => Volatile.Read(ref _stalls);

    /// <param name="broker">Where to publish.</param>
    /// <param name="shop">Whose sales; nobody else may sell meanwhile.</param>
    /// <param name="perSecond">The pace; infinity for as fast as they are confirmed.</param>
    /// <param name="count">How many sales.</param>
    /// <param name="sold">Told of each sale before it is published, and of the timestamp when it was due.</param>
    public static SoakStream Start(
        Uri broker, SoakShop shop, double perSecond, long count, Action<Sale, long>? sold = null) =>
        new(broker, shop, perSecond, count, sold);

    /// <summary>Gives up what is not confirmed.</summary>
    public async ValueTask DisposeAsync()
    {
        await _given.CancelAsync();
        await ((Task)Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _given.Dispose();
    }

    private async Task RunAsync()
    {
        while (_confirmed < _count)
        {
            try
            {
                await using var connection = await _factory.CreateConnectionAsync(_given.Token);
                await using var channel = await connection.CreateChannelAsync(
                    new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null),
                    _given.Token);
                await PublishAsync(channel);
            }
            catch (Exception failure) when (
                failure is RabbitMQClientException or IOException or TimeoutException
                || (failure is OperationCanceledException && !_given.IsCancellationRequested))
            {
                // The broker is away, or did not take one of them.
                TakeBack();
                await Task.Delay(BeforeTryingAgain, TimeProvider.System, _given.Token);
            }
        }
    }

    private async Task PublishAsync(IChannel channel)
    {
        using var timer = new PeriodicTimer(Tick, TimeProvider.System);
        while (_confirmed < _count)
        {
            Settle();
            while (_unconfirmed.Count < OnTheWay && Next() is { } sale)
            {
                _unconfirmed.Enqueue((sale, Stopwatch.GetTimestamp(), channel.BasicPublishAsync(
                    BrokerNames.Purchases, routingKey: "", mandatory: true, new BasicProperties { Persistent = true }, sale.Body).AsTask()));
            }

            ThrowIfGone(channel);
            await timer.WaitForNextTickAsync(_given.Token);
        }
    }

    /// <summary>No confirmation is waited for without an end: one may have been lost together with its connection.</summary>
    private void ThrowIfGone(IChannel channel)
    {
        if (!channel.IsOpen)
        {
            throw new IOException("The broker has gone.");
        }

        if (_unconfirmed.TryPeek(out var oldest) && Stopwatch.GetElapsedTime(oldest.Sent) > WaitTimeout)
        {
            Interlocked.Increment(ref _stalls);
            throw new TimeoutException("The broker does not confirm.");
        }
    }

    /// <summary>What was not confirmed goes first; null when nothing is due.</summary>
    private Sale? Next()
    {
        if (_again.TryDequeue(out var sale))
        {
            return sale;
        }

        if (_begun >= Math.Min(Math.Min(_count, Ceiling), Stopwatch.GetElapsedTime(_started).TotalSeconds * _perSecond))
        {
            return null;
        }

        var due = _started + (long)(_begun++ / _perSecond * Stopwatch.Frequency);
        sale = _shop.Sell(TimeProvider.System.GetUtcNow());
        _sold?.Invoke(sale, due);
        return sale;
    }

    /// <summary>Lets go of the oldest as far as they are confirmed; throws when the broker did not take one.</summary>
    private void Settle()
    {
        while (_unconfirmed.TryPeek(out var oldest) && oldest.Confirmation.IsCompleted)
        {
            oldest.Confirmation.GetAwaiter().GetResult();
            _unconfirmed.Dequeue();
            Interlocked.Increment(ref _confirmed);
        }
    }

    private void TakeBack()
    {
        while (_unconfirmed.TryDequeue(out var one))
        {
            if (one.Confirmation.IsCompletedSuccessfully)
            {
                Interlocked.Increment(ref _confirmed);
            }
            else
            {
                _again.Enqueue(one.Sale);
                Interlocked.Increment(ref _repeated);
            }
        }
    }
}
