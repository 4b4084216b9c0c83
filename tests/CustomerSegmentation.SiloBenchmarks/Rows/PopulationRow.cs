using System.Diagnostics;
using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.SiloBenchmarks.Harness;

namespace CustomerSegmentation.SiloBenchmarks.Rows;

/// <summary>
/// A large base of which few are active, on one silo: what those in memory and those who are not take, and how long it takes
/// to look at everyone, and to put another model in force, while events flow.
/// </summary>
internal static class PopulationRow
{
    private const int Callers = 256;

    public static async IAsyncEnumerable<Row> MeasureAsync(Bench bench)
    {
        var customers = bench.Pick(1_000_000, 50_000);
        var active = customers / 10;
        await using var host = await SiloHost.StartAsync();
        var before = Memory();
        var loaded = await Load.RateAsync(Callers, customers, i => host.Engine.RecordAsync([Bought(i, 0)]));
        var all = Memory();
        await SleepingGrains.AllAsync(host.Grains);
        var asleep = Memory();
        yield return Row.Of("silo-known", "bytes", Samples.One((asleep - before) / customers), null,
            $"of a customer who is known and not in memory, {customers:N0} of them; loaded at {loaded:N0} events/s");
        yield return Row.Of("silo-active", "bytes", Samples.One((all - asleep) / customers), null, "of a customer with one order in memory, besides");

        var cold = await Load.RateAsync(Callers, active, i => host.Engine.RecordAsync([Bought(i * 10, 1)]));
        yield return Row.Of("silo-cold", "events/s", Samples.One(cold), null, $"{active:N0} customers who were not in memory, one event each");
        var awake = await SleepingGrains.AwakeAsync(host.Grains);
        Check.Equal(active, awake);

        var swept = Stopwatch.GetTimestamp();
        await host.Engine.SweptAsync();
        yield return Row.Of("silo-sweep", "s", Samples.One(Stopwatch.GetElapsedTime(swept).TotalSeconds), null,
            $"all shards, nobody due; {await SleepingGrains.AwakeAsync(host.Grains) - awake:N0} customers woken by it");

        var counted = Stopwatch.GetTimestamp();
        Check.Equal(customers, (await host.Engine.SegmentsAsync()).Customers);
        yield return Row.Of("silo-segments", "s", Samples.One(Stopwatch.GetElapsedTime(counted).TotalSeconds), null, "sizes of all segments");

        var first = await PublishAsync(host, await host.Engine.FitAsync(new(K: 6)));
        yield return Row.Of("silo-publish-all", "s", Samples.One(first.Seconds), null, first.Note);
        await SleepingGrains.AllAsync(host.Grains);
        var second = await PublishAsync(host, await host.Engine.FitAsync(new(K: 7)));
        yield return Row.Of("silo-publish", "s", Samples.One(second.Seconds), null, second.Note, target: 60);
    }

    /// <summary>Publishes a candidate while events flow, and says how long that took and how many they were.</summary>
    private static async Task<(double Seconds, string Note)> PublishAsync(SiloHost host, Engine.FitOutcome candidate)
    {
        using var stop = new CancellationTokenSource();
        var (recorded, longest) = (0L, 0.0);
        var lap = candidate.Model.Model.Version + 1;
        var flowing = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var called = Stopwatch.GetTimestamp();
                recorded += (await host.Engine.RecordAsync([.. Enumerable.Range(0, 100).Select(n => Bought((i * 100) + n, lap))])).Recorded;
                longest = Math.Max(longest, Stopwatch.GetElapsedTime(called).TotalSeconds);
            }
        });
        var started = Stopwatch.GetTimestamp();
        await host.Engine.PublishAsync(candidate.Model.Model.Version);
        var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await stop.CancelAsync();
        await flowing;
        return (took, $"{candidate.Preview.Moved:N0} of {candidate.Preview.Customers:N0} customers moved; "
            + $"{recorded / took:N0} events/s meanwhile, the longest call of 100 took {longest * 1_000:N0} ms");
    }

    private static double Memory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    /// <summary>Amounts and times that spread customers over every segment; the past year before now.</summary>
    private static PurchaseEvent Bought(int customer, int lap)
    {
        var order = $"{customer}-{lap}";
        var age = lap == 0 ? customer % 340 + 5 : (double)(customer % 4);
        return new(
            order,
            PurchaseEventType.Purchase,
            $"C-{customer:0000000}",
            order,
            TimeProvider.System.GetUtcNow().AddDays(-age).AddMinutes(-customer % 1_000),
            10 + (customer * 7919L % 900));
    }
}
