using System.Diagnostics;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Embedded;
using CustomerSegmentation.Embedded.Lanes;
using CustomerSegmentation.Embedded.Recovery;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>Engines in process, filled with a shop's past.</summary>
internal static class Shop
{
    private static readonly TimeSpan Past = TimeSpan.FromDays(300);

    /// <summary>A moment before which the past lies, and after which what is measured happens.</summary>
    public static DateTimeOffset Today { get; } = TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(12);

    public static EmbeddedEngine Open(string folder, EngineClock clock = EngineClock.Wall) => EmbeddedEngine.Start(
        new() { Clock = clock }, new() { Data = folder }, TimeProvider.System, NullLogger.Instance);

    /// <summary>A folder of one's own with a shop's past, as <see cref="FillAsync"/> makes it once a run.</summary>
    public static async Task<string> FilledAsync(Bench bench, int customers, int orders)
    {
        if (!bench.Filled.TryGetValue((customers, orders), out var filled))
        {
            await FillAsync(bench, filled = bench.NewFolder(), customers, orders);
            bench.Filled.Add((customers, orders), filled);
        }

        var folder = bench.NewFolder();
        Copy(filled, folder);
        return folder;
    }

    /// <summary>The engine's file and its write-ahead log.</summary>
    public static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "segmentation.db*"))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    /// <summary>
    /// Replays a past of 300 days, so many orders for each customer, into a folder; under the event clock, as the
    /// product does it, with every decay on record.
    /// </summary>
    private static async Task FillAsync(Bench bench, string folder, int customers, int orders)
    {
        var started = Stopwatch.StartNew();
        var events = (long)customers * orders;
        await using (var engine = Open(folder, EngineClock.Event))
        {
            var past = Replayed(customers, orders);
            for (long left = events; left > 0; left -= 100_000)
            {
                var recorded = await RecordAsync(engine, past.Lots((int)Math.Min(left, 100_000), 1_000), callers: 4);
                Check.Equal(Math.Min(left, 100_000), recorded);
            }
        }

        bench.Say($"  filled with {events:N0} events of {customers:N0} customers in {started.Elapsed.TotalSeconds:0.0} s");
    }

    /// <summary>What a filled folder was filled with.</summary>
    public static Traffic Replayed(int customers, int orders) =>
        new(customers, Today - Past, Past / ((long)customers * orders), seed: 1);

    /// <summary>What happens from now on: all of it after the past, and before the wall clock.</summary>
    public static Traffic Live(int customers, ulong seed = 2) => new(customers, Today, TimeSpan.FromMilliseconds(1), seed);

    /// <summary>The same for tens of millions of events: a day is not too short for them.</summary>
    public static Traffic LiveForLong(int customers) => new(customers, Today, TimeSpan.FromMicroseconds(10), seed: 2);

    /// <summary>Several callers, each sending one lot after the other. How many events counted.</summary>
    public static async Task<long> RecordAsync(ISegmentationEngine engine, PurchaseEvent[][] lots, int callers)
    {
        var next = -1;
        var recorded = 0L;
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            for (int lot; (lot = Interlocked.Increment(ref next)) < lots.Length;)
            {
                var receipt = await engine.RecordAsync(lots[lot]);
                Interlocked.Add(ref recorded, receipt.Recorded);
            }
        })));
        return recorded;
    }

    /// <summary>Every event that a stopped engine's file gives back.</summary>
    public static long EventsOnRecord(string folder)
    {
        using var file = EngineFile.Open(folder);
        var lanes = EngineRecovery.Run(
            file, new(), new(EngineClock.Wall, CheckedWallClock.Of(TimeProvider.System, new())), new(Environment.ProcessorCount), new()).Lanes;
        return lanes.Sum(static lane => EventsOf(lane));
    }

    private static long EventsOf(LaneCustomers lane)
    {
        long events = 0;
        for (var slot = 0; slot < lane.Columns.Count; slot++)
        {
            events += lane[slot]?.Events ?? 0;
        }

        return events;
    }
}
