using System.Diagnostics;
using CustomerSegmentation.Benchmarks.Harness;
using Dapper;

namespace CustomerSegmentation.Benchmarks.Rows;

/// <summary>
/// From starting the host's process until it answers that it is ready: after a clean stop, and as after a kill, with
/// a journal to replay. Ceiling: the same host on an empty folder, plus reading every page through SQLite.
/// </summary>
internal static class RestartRow
{
    private const double Longest = 5; // s

    public static async IAsyncEnumerable<Row> MeasureAsync(Bench bench)
    {
        var customers = bench.Pick(1_000_000, 100_000);
        const int Orders = 5;
        var folder = await Shop.FilledAsync(bench, customers, Orders);
        var events = (long)customers * Orders;
        var bytes = new FileInfo(Path.Combine(folder, "segmentation.db")).Length;
        var migrations = OnRecord.Migrations(folder);

        var rounds = bench.Pick(3, 1);
        var (ours, ceiling) = await Repeats.InterleaveAsync(
            rounds,
            () => ChildHost.SecondsUntilReadyAsync(folder, customers, Orders),
            async () => await ChildHost.SecondsUntilReadyAsync(bench.NewFolder(), 0, 0) + ReadPages(folder));
        Check.Equal(events, Shop.EventsOnRecord(folder));
        yield return Row.Of("restart", "s", ours, ceiling, $"{customers:N0} customers, {events:N0} events, clean stop").AtMost(Longest);

        var (killed, replayed, journal) = await AsAfterAKillAsync(bench, folder, customers);
        Check.Equal(events + replayed, Shop.EventsOnRecord(killed));
        yield return Row.Of("restart-after-kill", "s", await RepeatAsync(bench, killed, rounds), ceiling,
            $"and {replayed:N0} events in a journal of {journal >> 20} MiB").AtMost(Longest);

        yield return Row.Of("file", "B/event", Samples.One(bytes / (double)events),
            Samples.One(PageBytes(folder) / (double)events),
            $"clean stop, {migrations / (double)events:0.00} migrations an event; ceiling: the customers' pages alone").AtMost(150);
    }

    /// <summary>The folder as a kill would leave it: copied while the engine runs and nothing is on the way.</summary>
    private static async Task<(string Folder, int Events, long JournalBytes)> AsAfterAKillAsync(
        Bench bench, string folder, int customers)
    {
        var events = bench.Pick(500_000, 50_000);
        var killed = bench.NewFolder();
        await using var engine = Shop.Open(folder);
        Check.Equal(events, await Shop.RecordAsync(engine, Shop.Live(customers).Lots(events, 1_000), callers: 8));
        Shop.Copy(folder, killed);
        using var connection = OnRecord.Open(killed);
        return (killed, events, connection.QuerySingle<long>("SELECT COALESCE(SUM(LENGTH(payload)), 0) FROM journal"));
    }

    /// <summary>A start ends in a clean stop, which cuts the journal: every repeat gets a copy of its own.</summary>
    private static async Task<Samples> RepeatAsync(Bench bench, string killed, int rounds)
    {
        var seconds = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var copy = bench.NewFolder();
            Shop.Copy(killed, copy);
            seconds.Add(await ChildHost.SecondsUntilReadyAsync(copy, 0, 0));
            Directory.Delete(copy, recursive: true);
        }

        return new(seconds);
    }

    private static double ReadPages(string folder)
    {
        using var connection = OnRecord.Open(folder);
        var started = Stopwatch.GetTimestamp();
        long bytes = 0;
        foreach (var page in connection.Query<byte[]>("SELECT payload FROM pages ORDER BY id", buffered: false))
        {
            bytes += page.Length;
        }

        var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Check.True(bytes > 0);
        return took;
    }

    private static long PageBytes(string folder)
    {
        using var connection = OnRecord.Open(folder);
        return connection.QuerySingle<long>("SELECT SUM(LENGTH(payload)) FROM pages");
    }
}
