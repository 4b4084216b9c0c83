using System.Diagnostics;
using CustomerSegmentation.Benchmarks.Harness;

namespace CustomerSegmentation.Benchmarks.Rows;

/// <summary>
/// RecordAsync in process, durable, while fifty dashboards are open at the same host over HTTP, which show all they have before the
/// first round. Ceiling: the same while they are hidden, so that they ask nothing.
/// </summary>
internal static class DashboardRow
{
    private const int Callers = 8;
    private const int Lot = 1_000;
    private const double MaxFall = 10; // per cent

    public static async IAsyncEnumerable<Row> MeasureAsync(Bench bench)
    {
        var customers = bench.Pick(1_000_000, 100_000);
        var events = bench.Pick(500_000, 100_000);
        var round = TimeSpan.FromSeconds(bench.Pick(10, 3));
        var folder = await Shop.FilledAsync(bench, customers, orders: 1);
        var live = Shop.LiveForLong(customers);
        IReadOnlyList<double> calls;
        var (rates, falls) = (new List<double>(), new List<double>());
        long total = 0;
        var (open, filled) = (0, 0d);
        Samples ours;
        Samples ceiling;
        await using (var host = await ShopHost.StartAsync(folder))
        {
            using var client = new HttpClient { BaseAddress = host.Address };
            var opened = Stopwatch.GetTimestamp();
            var dashboards = await Dashboards.OpenAsync(client, customers);
            (open, filled) = (dashboards.Count, Stopwatch.GetElapsedTime(opened).TotalSeconds);
            (ours, ceiling) = await Repeats.InterleaveAsync(
                rounds: bench.Pick(7, 2),
                async () =>
                {
                    dashboards.Hidden = false;
                    await Task.Delay(Dashboards.Pause, TimeProvider.System); // until all ask again
                    rates.Add(await IngestAsync());
                    return rates[^1];
                },
                async () =>
                {
                    dashboards.Hidden = true;
                    var rate = await IngestAsync();
                    falls.Add(100 * (1 - (rates[^1] / rate)));
                    return rate;
                });
            calls = await dashboards.CloseAsync();

            // The events are made beforehand, so that their making is not measured.
            async Task<double> IngestAsync()
            {
                long recorded = 0;
                var took = TimeSpan.Zero;
                while (took < round)
                {
                    var lots = live.Lots(events, Lot);
                    var started = Stopwatch.GetTimestamp();
                    Check.Equal(events, await Shop.RecordAsync(host.Engine, lots, Callers));
                    took += Stopwatch.GetElapsedTime(started);
                    recorded += events;
                }

                total += recorded;
                return recorded / took.TotalSeconds;
            }
        }

        Check.Equal(customers + total, Shop.EventsOnRecord(folder));
        var answered = new Samples(calls);
        var note = $"{customers:N0} customers, {open} dashboards, rounds of {round.TotalSeconds:0} s, {Callers} callers of {Lot:N0}";
        yield return Row.Of("dashboards", "events/s", ours, ceiling, note);
        yield return Row.Of("dashboards-fall", "%", new(falls[1..]), ceiling: null, "of the rate, round by round", MaxFall);
        yield return Row.Of("dashboards-poll", "ms", answered, ceiling: null,
            $"{calls.Count:N0} calls, all answered 200; opened at once, they showed all after {filled:0} s; 99 % within {answered.Quantile(0.99):N0} ms");
    }
}
