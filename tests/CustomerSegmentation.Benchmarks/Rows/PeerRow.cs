using System.Diagnostics;
using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.Benchmarks.Peers;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Embedded;
using CustomerSegmentation.SiloTests.Servers;

namespace CustomerSegmentation.Benchmarks.Rows;

/// <summary>
/// RecordAsync in process, durable, and a store that keeps nothing but count, sum and newest of each customer: the same lots of the same
/// stream by as many callers, both empty at first. In the place of the ceiling: the peer. It does less, and is not a bound.
/// </summary>
internal static class PeerRow
{
    private const int Callers = 8;
    private const int Lot = 1_000;

    public static IAsyncEnumerable<Row> PostgresAsync(Bench bench) => MeasureAsync(
        bench, "peer-postgres", PostgresServer.Missing, async () => await PostgresPeer.StartAsync(),
        "PostgreSQL as shipped, synchronous_commit on");

    public static IAsyncEnumerable<Row> RedisAsync(Bench bench) => RedisAsync(bench, "peer-redis", syncsEveryWrite: false);

    public static IAsyncEnumerable<Row> SyncedRedisAsync(Bench bench) => RedisAsync(bench, "peer-redis-synced", syncsEveryWrite: true);

    private static IAsyncEnumerable<Row> RedisAsync(Bench bench, string name, bool syncsEveryWrite) => MeasureAsync(
        bench, name, RedisServer.IsInstalled ? null : RedisServer.NotInstalled, async () => await RedisPeer.StartAsync(syncsEveryWrite),
        $"Redis, appendonly yes, appendfsync {(syncsEveryWrite ? "always" : "everysec")}");

    private static async IAsyncEnumerable<Row> MeasureAsync(
        Bench bench, string name, string? missing, Func<Task<IPeer>> start, string what)
    {
        if (missing is not null)
        {
            yield return Row.Missing(name, "events/s", missing);
            yield break;
        }

        var customers = bench.Pick(100_000, 20_000);
        var events = bench.Pick(200_000, 40_000);
        var live = Shop.Live(customers);
        var sent = new Dictionary<string, Tally>();
        PurchaseEvent[][] lots = [];
        using var watch = new EngineWatch();
        await using var peer = await start();
        await using var engine = Shop.Open(bench.NewFolder());
        var (ours, theirs) = await Repeats.InterleaveAsync(
            bench.Pick(5, 2),
            async () =>
            {
                lots = live.Lots(events, Lot);
                Tally.Add(sent, lots);
                var started = Stopwatch.GetTimestamp();
                Check.Equal(events, await Shop.RecordAsync(engine, lots, Callers));
                return events / Stopwatch.GetElapsedTime(started).TotalSeconds;
            },
            async () => events / (await SendAsync(peer, lots)).TotalSeconds);
        Check.Equal(0, Tally.Compare(sent, await KeptAsync(engine, sent.Keys)));
        var overtaken = Tally.Compare(sent, await peer.KeptAsync(sent.Keys));
        yield return Row.Of(name, "events/s", ours, theirs,
            $"{customers:N0} customers, {Callers} callers of {Lot:N0}, {watch.Migrations / (double)watch.Recorded:0.00} migrations an event; "
            + $"in place of a ceiling: {what}; all sums as sent{(overtaken > 0 ? $", {overtaken:N0} last purchases overtaken by earlier ones" : "")}");
    }

    private static async Task<TimeSpan> SendAsync(IPeer peer, PurchaseEvent[][] lots)
    {
        var next = -1;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            for (int lot; (lot = Interlocked.Increment(ref next)) < lots.Length;)
            {
                await peer.RecordAsync(lots[lot]);
            }
        })));
        return Stopwatch.GetElapsedTime(started);
    }

    private static async Task<Dictionary<string, Tally>> KeptAsync(EmbeddedEngine engine, IEnumerable<string> customers)
    {
        var kept = new Dictionary<string, Tally>();
        foreach (var customer in customers)
        {
            var view = (await engine.FindCustomerAsync(customer))!;
            kept.Add(customer, new(view.Rfm!.Value.Frequency, view.Rfm.Value.Monetary, view.LastPurchaseAt!.Value));
        }

        return kept;
    }
}
