using System.Diagnostics;
using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.Embedded;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Benchmarks.Rows;

/// <summary>
/// The longest that a call of RecordAsync (durable), and a read of one customer, takes while a fitted model is
/// published and everybody is reassigned. Ceiling: the longest in as many seconds without a publication. A round
/// counts only if reads show the new version as soon as publishing returns.
/// </summary>
internal static class RefitPauseRow
{
    private const double Longest = 100; // ms
    private const int Asked = 1_000;

    private static readonly TimeSpan Before = TimeSpan.FromMilliseconds(500);

    public static async IAsyncEnumerable<Row> MeasureAsync(Bench bench)
    {
        var customers = bench.Pick(1_000_000, 100_000);
        var folder = await Shop.FilledAsync(bench, customers, orders: 1);
        var live = Shop.Live(customers);
        var reads = new List<double>();
        var quietReads = new List<double>();
        var publications = new List<double>();
        var total = (long)bench.Pick(200_000, 40_000);
        long sent = 0;
        Samples ours;
        Samples ceiling;
        await using (var engine = Shop.Open(folder))
        {
            Check.Equal(total, await Shop.RecordAsync(engine, live.Lots((int)total, 1_000), callers: 4));

            // Two fits share no segment, so each publication in turn moves everybody.
            var candidates = new Queue<int>();
            foreach (var k in new[] { 8, 6 })
            {
                candidates.Enqueue((await engine.FitAsync(new(K: k, Seed: 1))).Model.Model.Version);
            }

            (ours, ceiling) = await Repeats.InterleaveAsync(
                bench.Pick(3, 1),
                () => LongestAsync(reads, async () =>
                {
                    var version = candidates.Dequeue();
                    candidates.Enqueue(version);
                    var started = Stopwatch.GetTimestamp();
                    await engine.PublishAsync(version);
                    publications.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
                    await CheckVersionAsync(engine, customers, version);
                }),
                () => LongestAsync(
                    quietReads, () => Task.Delay(TimeSpan.FromSeconds(publications[^1]), TimeProvider.System)));

            async Task<double> LongestAsync(List<double> longestReads, Func<Task> meanwhile)
            {
                var load = SteadyLoad.Start(engine, live, customers);
                await Task.Delay(Before, TimeProvider.System);
                await meanwhile();
                var (records, found, recorded) = await load.StopAsync();
                sent += records.Values.Count * SteadyLoad.Lot;
                total += recorded;
                longestReads.Add(found.High);
                return records.High;
            }
        }

        Check.Equal(bench.Pick(200_000, 40_000) + sent, total);
        Check.Equal(customers + total, Shop.EventsOnRecord(folder));
        var note = $"{customers:N0} customers, {SteadyLoad.EventsPerSecond:N0} events/s, publication {new Samples(publications).Median:0.0} s";
        yield return Row.Of("refit-pause", "ms", ours, ceiling, note).AtMost(Longest);
        yield return Row.Of("refit-pause-read", "ms", new(reads[1..]), new(quietReads[1..]), note).AtMost(Longest);
    }

    private static async Task CheckVersionAsync(EmbeddedEngine engine, int customers, int version)
    {
        Check.Equal(version, (await engine.SegmentsAsync()).ModelVersion);
        for (var i = 0; i < Asked; i++)
        {
            var customer = await engine.FindCustomerAsync(Traffic.CustomerId((int)(i * 7_919L % customers)));
            Check.Equal(version, customer!.Segment!.ModelVersion);
        }
    }
}
