using System.Collections.Concurrent;
using System.Diagnostics;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>
/// 10,000 events a second in calls of 100, sent when they are due whether or not earlier ones are answered, and a
/// customer asked for every millisecond; how long each of them took.
/// </summary>
internal sealed class SteadyLoad
{
    public const int EventsPerSecond = 10_000;
    public const int Lot = 100;

    private static readonly TimeSpan Stretch = TimeSpan.FromMilliseconds(200);

    private readonly ISegmentationEngine _engine;
    private readonly int _customers;
    private readonly ConcurrentBag<double> _records = [];
    private readonly ConcurrentBag<double> _reads = [];
    private readonly Task<long> _recording;
    private readonly Task _reading;
    private volatile bool _ended;

    private SteadyLoad(ISegmentationEngine engine, Traffic live, int customers)
    {
        (_engine, _customers) = (engine, customers);
        _recording = Task.Run(() => RecordAsync(live));
        _reading = Task.Run(ReadAsync);
    }

    public static SteadyLoad Start(ISegmentationEngine engine, Traffic live, int customers) => new(engine, live, customers);

    /// <summary>Ends it and waits for the last answer: milliseconds of each call, and how many events counted.</summary>
    public async Task<(Samples Records, Samples Reads, long Recorded)> StopAsync()
    {
        _ended = true;
        await _reading;
        var recorded = await _recording;
        return (new([.. _records]), new([.. _reads]), recorded);
    }

    private async Task<long> RecordAsync(Traffic live)
    {
        var calls = new List<Task<int>>();
        while (!_ended)
        {
            await Pace.RunAsync(EventsPerSecond / Lot, Stretch, _ =>
            {
                calls.Add(RecordLotAsync());
                return Task.CompletedTask;
            });
        }

        return (await Task.WhenAll(calls)).Sum(recorded => (long)recorded);

        async Task<int> RecordLotAsync()
        {
            var now = TimeProvider.System.GetUtcNow(); // not earlier than a publication: that would be a correction
            PurchaseEvent[] lot = [.. live.Next(Lot).Select(e => e with { OccurredAt = now })];
            var started = Stopwatch.GetTimestamp();
            var receipt = await _engine.RecordAsync(lot);
            _records.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            return receipt.Recorded;
        }
    }

    private async Task ReadAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        for (var i = 0; !_ended; i++)
        {
            var started = Stopwatch.GetTimestamp();
            Check.True(await _engine.FindCustomerAsync(Traffic.CustomerId((int)(i * 7_919L % _customers))) is not null);
            _reads.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            await timer.WaitForNextTickAsync();
        }
    }
}
