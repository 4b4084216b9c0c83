using System.Diagnostics;
using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.SiloBenchmarks.Harness;

namespace CustomerSegmentation.SiloBenchmarks.Rows;

/// <summary>
/// A large base of which few are active, on a silo alone with a file: what the ones in memory and the others take, how long a start
/// needs with all of them, and how soon one who is not in memory is answered for.
/// </summary>
internal static class FilePopulationRow
{
    private const int Callers = 8;
    private const int Lot = 1_000;
    private static readonly DateTimeOffset Past = TimeProvider.System.GetUtcNow().AddDays(-300);

    public static async IAsyncEnumerable<Row> MeasureAsync(Bench bench)
    {
        var customers = bench.Pick(1_000_000, 50_000);
        var active = customers / 10;
        var folder = bench.NewFolder();
        await using var host = await SiloHost.OnFileAsync(folder);
        await RecordAsync(host, 0, Lot, lap: 0);
        await SleepingGrains.AllAsync(host.Grains);
        var before = Memory();
        for (var from = Lot; from < customers; from += active)
        {
            await RecordAsync(host, from, Math.Min(from + active, customers), lap: 0);
            await SleepingGrains.AllAsync(host.Grains);
        }

        var asleep = Memory();
        yield return Row.Of("silo-file-known", "bytes", Samples.One((asleep - before) / (customers - Lot)), null,
            $"of a customer who is known and not in memory, {customers:N0} of them").AtMost(300);

        await RecordAsync(host, 0, active, lap: 1);
        Check.Equal(active, await SleepingGrains.AwakeAsync(host.Grains));
        yield return Row.Of("silo-file-active", "bytes", Samples.One((Memory() - asleep) / active), null,
            $"of a customer in memory, besides; {active:N0} of them with two orders").AtMost(2_300);

        var restarts = new List<double>();
        for (var i = 0; i < bench.Pick(3, 1); i++)
        {
            var started = Stopwatch.GetTimestamp();
            await host.RestartSiloAsync();
            restarts.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            Check.Equal(customers, (await host.Engine.SegmentsAsync()).Customers);
        }

        yield return Row.Of("silo-file-restart", "s", new(restarts), null, $"clean stop and start in process with {customers:N0} customers").AtMost(8);
        yield return Row.Of("silo-file-restarted", "bytes", Samples.One((Memory() - before) / customers), null,
            "of a customer who is known since a start, and not in memory");

        await host.Engine.SweptAsync(); // whom time has moved is awake for a moment
        await SleepingGrains.AllAsync(host.Grains);
        var found = new List<double>();
        for (var i = 0; i < 10_000; i++)
        {
            var asked = Stopwatch.GetTimestamp();
            Check.True(await host.Engine.FindCustomerAsync(Id((int)(i * 7_919L % customers))) is not null);
            found.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
        }

        Check.Equal(found.Count, await SleepingGrains.AwakeAsync(host.Grains)); // each was asked for the first time
        var answers = new Samples(found[(found.Count / 10)..]); // the first ones compile
        yield return Row.Of("silo-file-wake", "ms", Samples.One(answers.Quantile(0.99)), null,
            $"99 of 100 first answers of a customer not in memory, one after the other; half of them within {answers.Median:0.00} ms").AtMost(5);
    }

    private static async Task RecordAsync(SiloHost host, int from, int to, int lap)
    {
        var lots = (to - from) / Lot;
        await Load.RateAsync(Callers, lots, async lot =>
            Check.Equal(Lot, (await host.Engine.RecordAsync([.. Enumerable.Range(from + (lot * Lot), Lot).Select(i => Bought(i, lap))])).Recorded));
    }

    private static double Memory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static PurchaseEvent Bought(int customer, int lap)
    {
        var order = $"{customer}-{lap}";
        return new(order, PurchaseEventType.Purchase, Id(customer), order, Past.AddDays(lap + (customer % 200)), 10 + (customer * 7919L % 900));
    }

    private static string Id(int customer) => $"C-{customer:0000000}";
}
