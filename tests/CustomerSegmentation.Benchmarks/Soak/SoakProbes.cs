using System.Collections.Concurrent;
using System.Diagnostics;
using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.HostTests.Soak;

namespace CustomerSegmentation.Benchmarks.Soak;

/// <summary>
/// Some of the sales, each asked for over HTTP until the engine shows it, the oldest first, every other millisecond.
/// Their time begins when they were due, so a shop that could not publish counts as one that waited.
/// </summary>
internal sealed class SoakProbes : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(2);

    private readonly ConcurrentQueue<(string Customer, int Orders, long Due)> _sent = new();
    private readonly ConcurrentQueue<Probe> _seen = new();
    private readonly SoakEngine _engine;
    private readonly long _every;
    private readonly SoakMonitor _watch;

    /// <param name="engine">Who is asked.</param>
    /// <param name="every">One sale in so many is a probe.</param>
    public SoakProbes(SoakEngine engine, long every)
    {
        (_engine, _every) = (engine, every);
        _watch = new(Tick, LookAsync);
    }

    /// <summary>Those that were seen so far.</summary>
    public IReadOnlyCollection<Probe> Seen => _seen;

    /// <summary>A sale fell due; it need not have been published yet.</summary>
    public void Sold(Sale sale, long due)
    {
        if (sale.Number % _every == 0)
        {
            _sent.Enqueue((SoakShop.IdOf(sale.Customer), sale.Orders, due));
        }
    }

    /// <summary>Complete once all that were sent are seen.</summary>
    public async Task AllSeenAsync(TimeSpan patience)
    {
        var started = Stopwatch.GetTimestamp();
        while (!_sent.IsEmpty)
        {
            Check.True(Stopwatch.GetElapsedTime(started) < patience && !_watch.HasFailed);
            await Task.Delay(Tick, TimeProvider.System);
        }
    }

    public ValueTask DisposeAsync() => _watch.DisposeAsync();

    private async Task LookAsync(CancellationToken end)
    {
        while (_sent.TryPeek(out var probe) && await IsVisibleAsync(probe.Customer, probe.Orders, end))
        {
            _seen.Enqueue(new(probe.Due, Stopwatch.GetTimestamp()));
            _sent.TryDequeue(out _);
        }
    }

    private async Task<bool> IsVisibleAsync(string customer, int orders, CancellationToken end)
    {
        try
        {
            return _engine.Life is { } life && (await SoakAudit.AskAsync(life.Http, customer, end)).Orders >= orders;
        }
        catch (Exception gone) when (SoakMonitor.IsAway(gone, end))
        {
            return false; // between two lives
        }
    }
}

/// <summary>A sale from when it was due until it was seen, in timestamps of <see cref="Stopwatch"/>.</summary>
internal readonly record struct Probe(long Due, long Seen)
{
    public double Milliseconds => Stopwatch.GetElapsedTime(Due, Seen).TotalMilliseconds;
}
