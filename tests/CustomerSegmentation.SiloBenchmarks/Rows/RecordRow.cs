using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.Customers;
using CustomerSegmentation.SiloBenchmarks.Harness;

namespace CustomerSegmentation.SiloBenchmarks.Rows;

/// <summary>
/// RecordAsync on one silo, each call for one customer, durable in Redis and on record in PostgreSQL. Ceiling: as many calls
/// to a grain with the same storage that writes as many bytes and does nothing else.
/// </summary>
internal static class RecordRow
{
    private const int Callers = 1_024;
    private const int BytesOfState = 120;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async IAsyncEnumerable<Row> MeasureAsync(Bench bench, int eventsPerCustomer)
    {
        var customers = bench.Pick(100_000, 10_000);
        var calls = bench.Pick(100_000, 20_000);
        await using var host = await SiloHost.StartAsync();
        var round = 0;
        (double Silo, double Redis, double Postgres) cost = default;
        var (ours, ceiling) = await Repeats.InterleaveAsync(
            bench.Pick(5, 3),
            async () =>
            {
                var number = ++round;
                var recorded = 0L;
                var before = (Silo: Environment.CpuUsage.TotalTime.TotalSeconds, Redis: ProcessorTime.Of("redis-server"), Postgres: ProcessorTime.Of("postgres"));
                var rate = await Load.RateAsync(Callers, calls, async call =>
                {
                    var receipt = await host.Engine.RecordAsync(Events(call % customers, call / customers, number, eventsPerCustomer));
                    Interlocked.Add(ref recorded, receipt.Recorded);
                });
                Check.Equal((long)calls * eventsPerCustomer, recorded);
                cost = (
                    (Environment.CpuUsage.TotalTime.TotalSeconds - before.Silo) / recorded * 1e6,
                    (ProcessorTime.Of("redis-server") - before.Redis) / recorded * 1e6,
                    (ProcessorTime.Of("postgres") - before.Postgres) / recorded * 1e6);
                return rate * eventsPerCustomer;
            },
            async () => eventsPerCustomer * await Load.RateAsync(
                Callers, calls, call => host.Grains.GetGrain<IBareGrain>($"C-{call % customers:0000000}").WriteAsync(BytesOfState)));
        yield return Row.Of($"silo-{eventsPerCustomer}", "events/s", ours, ceiling,
            $"{customers:N0} customers, {Callers} calls on the way, {eventsPerCustomer} events of a customer a call; Redis syncs every write; "
            + $"processor time of an event: silo {cost.Silo:0} µs, Redis {cost.Redis:0} µs, PostgreSQL {cost.Postgres:0} µs");
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
