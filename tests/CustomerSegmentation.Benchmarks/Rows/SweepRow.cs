using System.Diagnostics;
using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.Embedded.Commits;
using CustomerSegmentation.Embedded.Lanes;
using CustomerSegmentation.Embedded.Recovery;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Ledger.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerSegmentation.Benchmarks.Rows;

/// <summary>
/// A sweep of all lanes when nobody is due. Ceiling: the time in which the machine, at the bandwidth of the triad
/// (a = b + s·c, McCalpin's STREAM) of the same run, reads the one column that a sweep needs, 8 bytes a customer.
/// </summary>
internal static class SweepRow
{
    private const int MaxConcurrentSweeps = 50;
    private const double LeastMost = 10; // ms: what a sweep may take, however fast the memory

    public static async IAsyncEnumerable<Row> MeasureAsync(Bench bench)
    {
        var customers = bench.Pick(1_000_000, 100_000);
        var folder = await Shop.FilledAsync(bench, customers, orders: 1);

        using var file = EngineFile.Open(folder);
        using var metrics = new EngineMetrics();
        await using var committer = new Committer(file, new(0), metrics, NullLogger.Instance);
        var clock = new LaneClock(EngineClock.Wall, CheckedWallClock.Of(TimeProvider.System, new()));
        var state = EngineRecovery.Run(file, new(), clock, new(Environment.ProcessorCount), new());
        CustomerLane[] lanes = [.. state.Lanes.Select((owned, number) =>
            new CustomerLane(number, owned, clock, state.Registry.Terms, committer, NullLogger.Instance))];
        Check.Equal(customers, state.Lanes.Sum(lane => (long)lane.Count));
        foreach (var lane in lanes)
        {
            lane.Start();
        }

        var now = clock.Now;
        await Sweep.AllAsync(lanes, now);
        var triad = new Triad();
        var (ours, ceiling) = await Repeats.InterleaveAsync(
            bench.Pick(9, 5),
            async () =>
            {
                var started = Stopwatch.GetTimestamp();
                for (var i = 0; i < MaxConcurrentSweeps; i++)
                {
                    await LookAsync(lanes, now, customers);
                }

                return Stopwatch.GetElapsedTime(started).TotalMilliseconds / MaxConcurrentSweeps;
            },
            () => Task.FromResult(customers * sizeof(long) / triad.BytesPerSecond() * 1_000));
        await Task.WhenAll(lanes.Select(lane => lane.StopAsync()));
        yield return Row.Of("sweep", "ms", ours, ceiling,
            $"{customers:N0} customers, nobody due; triad {customers * sizeof(long) / ceiling.Median / 1e6:0.0} GB/s").AtMost(Math.Max(2 * ceiling.Median, LeastMost));
    }

    /// <summary>All of a lane in one go, because nobody stops it.</summary>
    private static async Task LookAsync(CustomerLane[] lanes, DateTimeOffset now, int customers)
    {
        foreach (var swept in await Task.WhenAll(lanes.Select(lane => lane.AskAsync(owner => owner.Sweep(now, from: 0, customers)))))
        {
            Check.True(swept is { Moved: 0, Next: null });
        }
    }
}
