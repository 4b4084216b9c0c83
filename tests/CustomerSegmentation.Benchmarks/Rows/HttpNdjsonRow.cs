using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CustomerSegmentation.Benchmarks.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace CustomerSegmentation.Benchmarks.Rows;

/// <summary>
/// POST /api/v1/events as NDJSON, durable, by two clients at once over loopback; clients and host share the process.
/// Ceiling: an endpoint of the same server that reads the same bodies and does nothing.
/// </summary>
internal static class HttpNdjsonRow
{
    private const int Clients = 2;

    public static async IAsyncEnumerable<Row> MeasureAsync(Bench bench)
    {
        var customers = bench.Pick(100_000, 20_000);
        var events = bench.Pick(400_000, 40_000);
        var folder = await Shop.FilledAsync(bench, customers, orders: 1);
        var live = Shop.Live(customers);
        using var watch = new EngineWatch();
        long total = 0;
        byte[][] bodies = [];
        Samples ours;
        Samples ceiling;
        await using (var host = await ShopHost.StartAsync(folder, beside: MapNothing))
        {
            using var client = new HttpClient { BaseAddress = host.Address, Timeout = TimeSpan.FromMinutes(5) };
            (ours, ceiling) = await Repeats.InterleaveAsync(
                bench.Pick(5, 3),
                async () =>
                {
                    bodies = [.. Enumerable.Range(0, Clients).Select(_ => Traffic.ToNdjson(live.Next(events / Clients)))];
                    var (recorded, took) = await PostAsync(client, "/api/v1/events", bodies, "recorded");
                    Check.Equal(events, recorded);
                    total += recorded;
                    return events / took.TotalSeconds;
                },
                async () =>
                {
                    var (read, took) = await PostAsync(client, "/nothing", bodies, "bytes");
                    Check.Equal(bodies.Sum(static body => body.LongLength), read);
                    return events / took.TotalSeconds;
                });
        }

        Check.Equal(customers + total, Shop.EventsOnRecord(folder));
        yield return Row.Of("http-ndjson", "events/s", ours, ceiling,
            $"{customers:N0} customers, {Clients} clients of {events / Clients:N0} events, {bodies[0].Length / (events / Clients)} bytes an event, "
            + $"{watch.Migrations / (double)total:0.00} migrations an event").AtLeast(250_000);
    }

    private static async Task<(long Sum, TimeSpan Took)> PostAsync(HttpClient client, string path, byte[][] bodies, string field)
    {
        var started = Stopwatch.GetTimestamp();
        var answers = await Task.WhenAll(bodies.Select(async body =>
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
            using var response = await client.PostAsync(path, content);
            response.EnsureSuccessStatusCode();
            return await response.Content.ReadFromJsonAsync<JsonElement>();
        }));
        var took = Stopwatch.GetElapsedTime(started);
        return (answers.Sum(answer => answer.GetProperty(field).GetInt64()), took);
    }

    private static void MapNothing(WebApplication app) => app.MapPost("/nothing", static async (HttpContext http) =>
    {
        var body = http.Request.BodyReader;
        long bytes = 0;
        while (true)
        {
            var read = await body.ReadAsync(http.RequestAborted);
            bytes += read.Buffer.Length;
            body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return TypedResults.Json(new { bytes });
            }
        }
    }).WithMetadata(new DisableRequestSizeLimitAttribute());
}
