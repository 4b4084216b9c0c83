using System.Diagnostics;
using CustomerSegmentation.Benchmarks.Harness;

namespace CustomerSegmentation.Benchmarks.Rows;

/// <summary>
/// RecordAsync in process, durable, with a million customers known. Ceiling: the bytes that this puts on record,
/// appended by one thread to a SQLite file of the same settings, in as many commits, with no engine.
/// </summary>
internal static class RecordRow
{
    private const int Callers = 8;
    private const int Lot = 1_000;

    public static async IAsyncEnumerable<Row> MeasureAsync(Bench bench)
    {
        var customers = bench.Pick(1_000_000, 100_000);
        var events = bench.Pick(400_000, 50_000);
        var folder = await Shop.FilledAsync(bench, customers, orders: 1);

        var live = Shop.Live(customers);
        using var watch = new EngineWatch();
        using var bare = new BareAppend(bench.NewFolder());
        long commits = 0;
        long migrations = 0;
        long total = 0;
        double bytesPerEvent = 0;
        Samples ours;
        Samples ceiling;
        await using (var engine = Shop.Open(folder))
        {
            (ours, ceiling) = await Repeats.InterleaveAsync(
                bench.Pick(5, 3),
                async () =>
                {
                    var lots = live.Lots(events, Lot);
                    var before = OnRecord.LastPlaces(folder);
                    var (commitsBefore, migrationsBefore) = (watch.Commits, watch.Migrations);
                    var started = Stopwatch.GetTimestamp();
                    var recorded = await Shop.RecordAsync(engine, lots, Callers);
                    var took = Stopwatch.GetElapsedTime(started);
                    Check.Equal(events, recorded);
                    total += recorded;
                    commits = watch.Commits - commitsBefore;
                    migrations = watch.Migrations - migrationsBefore;
                    bytesPerEvent = OnRecord.BytesAfter(folder, before) / events ?? bytesPerEvent;
                    return events / took.TotalSeconds;
                },
                () => Task.FromResult(events / bare.Append(commits, (long)(bytesPerEvent * events)).TotalSeconds));
        }

        Check.Equal(customers + total, Shop.EventsOnRecord(folder));
        yield return Row.Of("record", "events/s", ours, ceiling,
            $"{customers:N0} customers, {Callers} callers of {Lot:N0}; {events / (double)commits:N0} events a commit, "
            + $"{migrations / (double)events:0.00} migrations and {bytesPerEvent:0} bytes an event").AtLeast(500_000);
    }
}
