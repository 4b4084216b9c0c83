using System.Diagnostics;
using System.Globalization;
using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Embedded;

namespace CustomerSegmentation.Benchmarks.Rows;

/// <summary>
/// From one more order until its customer's segment is known: RecordAsync, durable, and a read of the customer, under a fitted model. In
/// the place of the ceiling the batch way: RFM of everyone from all orders, and k-means for everybody, by pandas and scikit-learn.
/// </summary>
internal static class PeerBatchRow
{
    private const int Orders = 5;
    private const int Segments = 8;

    public static async IAsyncEnumerable<Row> MeasureAsync(Bench bench)
    {
        const string Name = "peer-batch";
        if ((Python.With("pandas, sklearn") ?? Python.With("sklearn")) is not { } interpreter)
        {
            yield return Row.Missing(Name, "ms", ScikitLearn.NotInstalled);
            yield break;
        }

        var customers = bench.Pick(100_000, 20_000);
        var folder = await Shop.FilledAsync(bench, customers, Orders);
        await using var engine = Shop.Open(folder);
        await engine.PublishAsync((await engine.FitAsync(new(K: Segments, Seed: 1))).Model.Model.Version);
        var scripts = bench.NewFolder();
        var table = Path.Combine(scripts, "orders");
        Write(table, Shop.Replayed(customers, Orders).Next(customers * Orders));
        var plan = new { table, customers, k = Segments };
        using var batch = Python.Start(interpreter, "batch_way.py", scripts, plan, Environment.ProcessorCount);
        var programs = batch.Read<string>();
        var live = Shop.Live(customers);
        var sent = 0;
        PurchaseEvent order = live.Next();
        Rfm known = default;
        var (ours, theirs) = await Repeats.InterleaveAsync(
            bench.Pick(9, 3),
            async () =>
            {
                order = live.Next() with { OccurredAt = TimeProvider.System.GetUtcNow() };
                sent++;
                var started = Stopwatch.GetTimestamp();
                known = await RecordAsync(engine, order);
                return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            },
            () =>
            {
                var found = batch.Ask<Recomputed>(new { customer = NumberOf(order), order.Amount, at = DaysOf(order) });
                Check.Equal(known.Frequency, found.Frequency);
                Check.True(Math.Abs((double)known.Monetary - found.Monetary) < 0.005);
                Check.Equal((customers * Orders) + sent, found.Orders);
                return Task.FromResult(found.Seconds * 1_000);
            });
        yield return Row.Of(Name, "ms", ours, theirs,
            $"{customers:N0} customers of {Orders} orders, one more order, k {Segments}; in place of a ceiling: everybody anew by {programs}, "
            + $"{theirs.Median / ours.Median:N0} times as long; frequency and monetary value agree");
    }

    private static async Task<Rfm> RecordAsync(EmbeddedEngine engine, PurchaseEvent order)
    {
        var receipt = await engine.RecordAsync([order]);
        var customer = await engine.FindCustomerAsync(order.CustomerId);
        Check.Equal(1, receipt.Recorded);
        Check.True(customer is { Segment: not null, Rfm: not null });
        return customer!.Rfm!.Value;
    }

    /// <summary>Customer, amount and time of each, 20 bytes.</summary>
    private static void Write(string file, PurchaseEvent[] orders)
    {
        using var output = new BinaryWriter(File.Create(file));
        foreach (var order in orders)
        {
            output.Write(NumberOf(order));
            output.Write((double)order.Amount);
            output.Write(DaysOf(order));
        }
    }

    private static int NumberOf(PurchaseEvent order) => int.Parse(order.CustomerId.AsSpan(2), CultureInfo.InvariantCulture);

    private static double DaysOf(PurchaseEvent order) => order.OccurredAt.UtcTicks / (double)TimeSpan.TicksPerDay;

    /// <summary>What the script says of the customer, and how many orders it has seen of all.</summary>
    private sealed record Recomputed(double Seconds, int Segment, int Frequency, double Monetary, int Orders);
}
