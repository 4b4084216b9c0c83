using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.SiloBenchmarks.Harness;

namespace CustomerSegmentation.SiloBenchmarks.Rows;

/// <summary>
/// RecordAsync on one silo, each call for one customer, durable in Redis and on record in PostgreSQL. Ceiling: as many calls
/// to a grain with the same storage that writes as many bytes there as ours wrote, and does nothing else: it has no ledger.
/// </summary>
internal static class RecordRow
{
    private const int Callers = 1_024;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async IAsyncEnumerable<Row> MeasureAsync(Bench bench, int eventsPerCustomer)
    {
        var customers = bench.Pick(100_000, 10_000);
        var calls = bench.Pick(100_000, 20_000);
        await using var host = await SiloHost.StartAsync();
        var round = 0;
        var bytes = 0;
        ProcessorTimes cost = default, bare = default;
        var (ours, ceiling) = await Repeats.InterleaveAsync(
            bench.Pick(5, 3),
            async () =>
            {
                var number = ++round;
                var recorded = 0L;
                var before = ProcessorTimes.Now();
                var rate = await Load.RateAsync(Callers, calls, async call =>
                {
                    var receipt = await host.Engine.RecordAsync(Events(call % customers, call / customers, number, eventsPerCustomer));
                    Interlocked.Add(ref recorded, receipt.Recorded);
                });
                Check.Equal((long)calls * eventsPerCustomer, recorded);
                cost = ProcessorTimes.Now().Since(before).Of(recorded);
                return rate * eventsPerCustomer;
            },
            async () =>
            {
                bytes = await host.StateBytesAsync();
                var before = ProcessorTimes.Now();
                var rate = await Load.RateAsync(
                    Callers, calls, call => host.Grains.GetGrain<IBareGrain>($"C-{call % customers:0000000}").WriteAsync(bytes));
                bare = ProcessorTimes.Now().Since(before).Of(calls * eventsPerCustomer);
                return rate * eventsPerCustomer;
            });
        yield return Row.Of($"silo-{eventsPerCustomer}", "events/s", ours, ceiling,
            $"{customers:N0} customers, {Callers} calls on the way, {eventsPerCustomer} events of a customer a call; Redis syncs every write, {bytes:N0} bytes a customer at last; "
            + $"processor time of an event: silo {cost.Silo:0} µs, Redis {cost.Redis:0} µs, PostgreSQL {cost.Postgres:0} µs; "
            + $"of the ceiling's: silo {bare.Silo:0} µs, Redis {bare.Redis:0} µs");
    }

    private static PurchaseEvent[] Events(int customer, int lap, int round, int count)
    {
        var id = $"C-{customer:0000000}";
        var events = new PurchaseEvent[count];
        for (var i = 0; i < count; i++)
        {
            var order = $"{customer}-{round}-{lap}-{i}";
            events[i] = new(order, PurchaseEventType.Purchase, id, order, Start.AddDays(round).AddMinutes((lap * 10) + i), 20 + (customer % 300));
        }

        return events;
    }
}
