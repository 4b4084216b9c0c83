using System.Diagnostics;
using CustomerSegmentation.Benchmarks.Harness;

namespace CustomerSegmentation.Benchmarks.Rows;

/// <summary>
/// The first opening of each page on a host that has just started, in a process of its own: the longest of them, until the last byte.
/// Ceiling: the script of the pages, a file that the same host sends as it is. And how long the page that takes longest has parts that
/// are still being counted.
/// </summary>
internal static class DashboardOpenRow
{
    private const double Longest = 1_000; // ms

    public static async IAsyncEnumerable<Row> MeasureAsync(Bench bench)
    {
        var customers = bench.Pick(1_000_000, 100_000);
        var folder = await Shop.FilledAsync(bench, customers, orders: 1);
        string[] pages =
        [
            "/", "/segments", "/segments/champions", "/migration", "/customers", Dashboards.CustomerAt(customers / 2),
            "/models", "/models/0", "/live",
        ];
        var first = pages.ToDictionary(page => page, _ => new List<double>());
        var (longest, bare, counted) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < bench.Pick(3, 1); round++)
        {
            await using var host = await ChildHost.StartAsync(folder);
            await Dashboards.AskAsync(host.Http, "/health/ready", poll: false); // the client's own first call
            bare.Add((await Dashboards.AskAsync(host.Http, "/dashboard/dashboard.js", poll: false)).Milliseconds);
            var slowest = 0d;
            for (var i = 0; i < pages.Length; i++)
            {
                var page = pages[(i + (round * 3)) % pages.Length]; // whoever is first pays for what all need
                var (_, milliseconds) = await Dashboards.AskAsync(host.Http, page, poll: false);
                first[page].Add(milliseconds);
                slowest = Math.Max(slowest, milliseconds);
            }

            longest.Add(slowest);
            counted.Add(await SecondsUntilCountedAsync(host, pages));
        }

        yield return Row.Of("dashboard-open", "ms", new(longest), new(bare),
            $"{customers:N0} customers; each page's longest: "
            + string.Join(", ", first.Select(page => $"{page.Key} {page.Value.Max():0}")), Longest);
        yield return Row.Of("dashboard-counted", "s", new(counted), ceiling: null, "until no part of any page is still being counted, all of them open");
    }

    private static async Task<double> SecondsUntilCountedAsync(ChildHost host, string[] pages)
    {
        var waits = await Task.WhenAll(pages.Select(async page =>
        {
            var started = Stopwatch.GetTimestamp();
            while (Dashboards.IsCounting((await Dashboards.AskAsync(host.Http, page, poll: true)).Page))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }

            return Stopwatch.GetElapsedTime(started).TotalSeconds;
        }));
        return waits.Max();
    }
}
