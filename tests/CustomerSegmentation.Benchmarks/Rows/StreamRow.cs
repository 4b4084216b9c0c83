using System.Text;
using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CustomerSegmentation.Benchmarks.Rows;

/// <summary>
/// GET /api/v1/migrations/stream by 100 readers while 1,000 customers a second enter their first segment: how old a
/// migration is when a reader has it, from the moment at which the engine knew. Every reader must get every one.
/// Ceiling: an endpoint of the same server that writes as many bytes to as many readers, every 10 ms, on no record.
/// </summary>
internal static class StreamRow
{
    private const int Readers = 100;
    private const int LotsPerSecond = 100;
    private const int Lot = 10;

    public static async IAsyncEnumerable<Row> MeasureAsync(Bench bench)
    {
        var duration = TimeSpan.FromSeconds(bench.Pick(10, 3));
        var migrations = (int)(LotsPerSecond * Lot * duration.TotalSeconds);
        var (ours99, bound99) = (new List<double>(), new List<double>());
        var rates = new List<double>();
        var customers = 0;
        var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously); // once all read
        Samples ours;
        Samples ceiling;
        await using (var host = await ShopHost.StartAsync(bench.NewFolder(), beside: app => app.MapGet("/bare", http => WriteBareAsync(http, duration, begin.Task))))
        {
            using var client = new HttpClient { BaseAddress = host.Address, Timeout = TimeSpan.FromMinutes(5) };
            (ours, ceiling) = await Repeats.InterleaveAsync(
                bench.Pick(5, 1),
                async () =>
                {
                    var readers = await ConnectAsync(client, "/api/v1/migrations/stream");
                    var reading = ReadAsync(readers, migrations);
                    rates.Add(Lot * await Pace.RunAsync(LotsPerSecond, duration, _ => RecordAsync(host)));
                    return Median(await reading, ours99);
                },
                async () =>
                {
                    var readers = await ConnectAsync(client, "/bare");
                    var reading = ReadAsync(readers, migrations);
                    begin.SetResult();
                    begin = new(TaskCreationOptions.RunContinuationsAsynchronously);
                    return Median(await reading, bound99);
                });
        }

        var note = $"{Readers} readers, {rates.Min():N0} migrations/s at least, {migrations:N0} to each";
        yield return Row.Of("stream", "ms", ours, ceiling, note);
        yield return Row.Of("stream-p99", "ms", new(ours99[1..]), new(bound99[1..]), note);

        async Task RecordAsync(ShopHost host)
        {
            var now = TimeProvider.System.GetUtcNow();
            var lot = Enumerable.Range(customers, Lot)
                .Select(i => new PurchaseEvent($"first-{i}", PurchaseEventType.Purchase, $"S-{i:0000000}", $"order-{i}", now, 20)).ToArray();
            customers += Lot;
            Check.Equal(Lot, (await host.Engine.RecordAsync(lot)).Recorded);
        }
    }

    private static async Task<EventStreamReader[]> ConnectAsync(HttpClient client, string path) =>
        await Task.WhenAll(Enumerable.Range(0, Readers).Select(_ => EventStreamReader.ConnectAsync(client, path)));

    private static async Task<Samples> ReadAsync(EventStreamReader[] readers, int migrations) =>
        new([.. (await Task.WhenAll(readers.Select(reader => Task.Run(() => reader.ReadAsync(migrations))))).SelectMany(ages => ages)]);

    private static double Median(Samples milliseconds, List<double> tails)
    {
        tails.Add(milliseconds.Quantile(0.99));
        return milliseconds.Median;
    }

    private static async Task WriteBareAsync(HttpContext http, TimeSpan duration, Task begin)
    {
        http.Response.ContentType = "text/event-stream";
        await http.Response.WriteAsync("retry: 2000\n\n");
        await http.Response.Body.FlushAsync();
        await begin;
        await Pace.RunAsync(LotsPerSecond, duration, async i =>
        {
            var now = TimeProvider.System.GetUtcNow();
            for (var one = 0; one < Lot; one++)
            {
                await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(
                    $"id: 0123456789abcdef-{(i * Lot) + one}\nevent: migration\ndata: "
                    + $$"""{"customerId":"S-{{i:0000000}}","sequence":1,"from":null,"to":{"id":"new","name":"New Customers"},"cause":"purchase","modelVersion":0,"effectiveAt":"{{now:O}}","recordedAt":"{{now:O}}","eventId":"first-{{i}}","monetary":20}"""
                    + "\n\n"));
            }

            await http.Response.Body.FlushAsync();
        });
    }
}
