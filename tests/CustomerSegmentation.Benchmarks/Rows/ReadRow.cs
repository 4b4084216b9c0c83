using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CustomerSegmentation.Benchmarks.Rows;

/// <summary>
/// GET /api/v1/customers/{id} by 32 connections that ask again as soon as they are answered, while 10,000 events a
/// second are recorded in process; load and host share the process. Ceiling: an endpoint of the same server that
/// returns as many bytes, under the same ingest.
/// </summary>
internal static class ReadRow
{
    private const int Connections = 32;
    private const int LotsPerSecond = 100;
    private const int Lot = 100;

    public static async IAsyncEnumerable<Row> MeasureAsync(Bench bench)
    {
        var customers = bench.Pick(1_000_000, 20_000);
        var duration = TimeSpan.FromSeconds(bench.Pick(5, 2));
        var folder = await Shop.FilledAsync(bench, customers, orders: 1);
        var live = Shop.Live(customers);
        var answer = Array.Empty<byte>();
        var p99 = new List<double>();
        var bound99 = new List<double>();
        var ingested = new List<double>();
        long total = 0;
        Samples ours;
        Samples ceiling;
        await using (var host = await ShopHost.StartAsync(folder, beside: app => app.MapGet("/bare", http =>
        {
            http.Response.ContentType = "application/json";
            http.Response.ContentLength = answer.Length;
            return http.Response.Body.WriteAsync(answer).AsTask();
        })))
        {
            var load = new HttpLoad(host.Address, Connections);
            answer = new byte[await load.BodyLengthAsync(PathOf(0, customers))];
            (ours, ceiling) = await Repeats.InterleaveAsync(
                bench.Pick(5, 2),
                () => RunAsync(p99, i => PathOf(i, customers)),
                () => RunAsync(bound99, _ => "/bare"));

            async Task<double> RunAsync(List<double> tails, Func<int, string> pathOf)
            {
                var lots = live.Lots((int)(LotsPerSecond * Lot * duration.TotalSeconds), Lot);
                var receipts = new List<Task<long>>();
                var ingest = Task.Run(() => Pace.RunAsync(LotsPerSecond, duration, i =>
                {
                    receipts.Add(RecordAsync(lots[i]));
                    return Task.CompletedTask;
                }));
                var (perSecond, milliseconds) = await load.RunAsync(duration, pathOf);
                ingested.Add(await ingest * Lot);
                var recorded = (await Task.WhenAll(receipts)).Sum();
                Check.Equal(lots.Length * Lot, recorded);
                total += recorded;
                tails.Add(milliseconds.Quantile(0.99));
                return perSecond;
            }

            async Task<long> RecordAsync(PurchaseEvent[] events) => (await host.Engine.RecordAsync(events)).Recorded;
        }

        Check.Equal(customers + total, Shop.EventsOnRecord(folder));
        var note = $"{customers:N0} customers, {Connections} connections, {answer.Length} bytes, ingest {ingested.Min():N0} events/s at least";
        yield return Row.Of("read", "requests/s", ours, ceiling, note).AtLeastOfCeiling(0.5);
        yield return Row.Of("read-p99", "ms", new(p99[1..]), new(bound99[1..]), note).AtMostOfCeiling(4);
    }

    private static string PathOf(int i, int customers) =>
        $"/api/v1/customers/{Traffic.CustomerId((int)(i * 7_919L % customers))}";
}
