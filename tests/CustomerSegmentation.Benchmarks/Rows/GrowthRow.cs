using System.Diagnostics;
using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.Embedded;

namespace CustomerSegmentation.Benchmarks.Rows;

/// <summary>
/// Whether an event costs more the more customers there are: RecordAsync in process, durable, with ever larger shops. Every measured
/// event is the second order of a customer, so that all sizes do the same work and cause as many migrations. The smallest shop has
/// one round of second orders only: each of its rounds is that of a fresh copy, which may cost more than its size saves. Ceiling: the
/// faster of the two smallest shops.
/// </summary>
internal static class GrowthRow
{
    private const int Callers = 8;
    private const int LotsToWarmUp = 4;
    private const int LotsToMeasure = 2 * Callers;
    private const int RoundsThere = 8; // and as many on the way back
    private const double Flat = 1.2;

    public static async IAsyncEnumerable<Row> MeasureAsync(Bench bench)
    {
        int[] sizes = bench.Pick<int[]>([10_000, 100_000, 1_000_000, 5_000_000], [4_000, 20_000, 60_000]);
        var events = sizes[0];
        await new ShopOfSize(bench, events, events).MeasureAsync(RoundsThere); // to warm up
        ShopOfSize[] shops = [.. sizes.Select(customers => new ShopOfSize(bench, customers, events))];
        foreach (var shop in shops)
        {
            await shop.MeasureAsync(shop == shops[^1] ? 2 * RoundsThere : RoundsThere);
        }

        foreach (var shop in shops[..^1].Reverse()) // the largest takes long to open: once is enough
        {
            await shop.MeasureAsync(RoundsThere);
        }

        var small = shops[..2].MinBy(static shop => new Samples(shop.Microseconds).Median)!;
        foreach (var shop in shops)
        {
            var row = Row.Of($"growth-{shop.Customers}", "µs/event", new(shop.Microseconds), new(small.Microseconds),
                $"rounds of {LotsToMeasure * LotOf(events):N0} second orders, {Callers} callers of {LotOf(events):N0}, "
                + $"{shop.Migrations:0.00} migrations an event; ceiling: {small.Customers:N0} customers");
            yield return shop.Customers > small.Customers ? row.AtMostOfCeiling(Flat) : row;
        }
    }

    private static int LotOf(int events) => events / (LotsToWarmUp + LotsToMeasure);

    /// <summary>A shop that is open only while it is measured: a large one would cost the others the collector's time.</summary>
    private sealed class ShopOfSize(Bench bench, int customers, int events)
    {
        private string _folder = "";
        private Traffic _live = Shop.Live(customers);
        private int _roundsLeft;
        private long _migrations;

        public int Customers => customers;

        public List<double> Microseconds { get; } = [];

        public double Migrations => _migrations / (double)events / Microseconds.Count;

        public async Task MeasureAsync(int rounds)
        {
            for (int here; rounds > 0; rounds -= here)
            {
                if (_roundsLeft == 0)
                {
                    _folder = await Shop.FilledAsync(bench, customers, orders: 1);
                    _live = Shop.Live(customers);
                    _roundsLeft = customers / events;
                }

                here = Math.Min(rounds, _roundsLeft);
                _roundsLeft -= here;
                await RecordAsync(here);
            }
        }

        private async Task RecordAsync(int rounds)
        {
            using var watch = new EngineWatch();
            var opened = Stopwatch.GetTimestamp();
            await using (var engine = Shop.Open(_folder))
            {
                // What has just opened is not measured at its first calls. First orders again change nothing.
                Check.Equal(0, await Shop.RecordAsync(engine, Shop.Replayed(customers, orders: 1).Lots(events, LotOf(events)), Callers));
                for (var round = 0; round < rounds; round++)
                {
                    await RecordAsync(engine, LotsToWarmUp);
                    Microseconds.Add((await RecordAsync(engine, LotsToMeasure)).TotalMicroseconds / (LotsToMeasure * LotOf(events)));
                }
            }

            _migrations += watch.Migrations;
            bench.Say($"  {customers:N0} customers open for {Stopwatch.GetElapsedTime(opened).TotalSeconds:0.0} s");
            GC.Collect();
        }

        private async Task<TimeSpan> RecordAsync(EmbeddedEngine engine, int count)
        {
            var lots = _live.Lots(count * LotOf(events), LotOf(events));
            var started = Stopwatch.GetTimestamp();
            Check.Equal(count * LotOf(events), await Shop.RecordAsync(engine, lots, Callers));
            return Stopwatch.GetElapsedTime(started);
        }
    }
}
