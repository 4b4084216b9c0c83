using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Sqlite;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>
/// A file with a year of migrations, five for each customer on average, in the order of time, between the segments of the
/// first day, and the customers without their events: reports and histories read nothing else.
/// </summary>
internal static class YearOfMigrations
{
    private const int PageSize = 256;

    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    private static readonly string[] Segments =
        ["champions", "loyal", "potential-loyalist", "new", "promising", "need-attention", "about-to-sleep", "at-risk", "hibernating", "lost"];

    public static DateTimeOffset End { get; } = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset Begin => End - Year;

    /// <summary>How many customers moved; they are in the file, in a folder of its own.</summary>
    public static async Task<(string Folder, int Customers)> FillAsync(Bench bench, int customers)
    {
        var started = Stopwatch.StartNew();
        var folder = bench.NewFolder();
        await using (Shop.Open(folder))
        {
        }

        var known = Write(folder, customers, customers * 5);
        bench.Say($"  filled with {customers * 5L:N0} migrations of {known:N0} customers in {started.Elapsed.TotalSeconds:0.0} s");
        return (folder, known);
    }

    private static int Write(string folder, int customers, int migrations)
    {
        var random = new Random(1);
        var sequence = new int[customers];
        var segment = new int[customers];
        var last = new long[customers];
        using var file = EngineFile.Open(folder);
        for (var done = 0; done < migrations;)
        {
            file.Writer.Commit(writer =>
            {
                for (var end = Math.Min(done + 50_000, migrations); done < end; done++)
                {
                    var customer = random.Next(customers);
                    var from = sequence[customer]++ == 0 ? null : Segments[segment[customer]];
                    segment[customer] = (segment[customer] + random.Next(1, Segments.Length)) % Segments.Length;
                    var at = Begin + (Year / migrations * done);
                    var bought = from is null || random.Next(3) == 0;
                    var migration = new Migration(
                        Traffic.CustomerId(customer),
                        sequence[customer],
                        from,
                        Segments[segment[customer]],
                        bought ? MigrationCause.Purchase : MigrationCause.Decay,
                        ModelVersion: 0,
                        at,
                        at,
                        bought ? $"order-{done}-paid" : null,
                        random.Next(1, 100_000) / 100m);
                    last[customer] = writer.Append(migration, last[customer] == 0 ? null : last[customer]);
                }
            });
        }

        WriteCustomers(file.Writer, last);
        return sequence.Count(static moves => moves > 0);
    }

    /// <summary>Everybody who moved, in pages of one lane: an engine of another number of them lays them out anew.</summary>
    private static void WriteCustomers(SqliteWriter file, long[] last) => file.Commit(writer =>
    {
        var page = new ArrayBufferWriter<byte>();
        foreach (var (number, some) in Enumerable.Range(0, last.Length).Where(i => last[i] > 0).Chunk(PageSize).Index())
        {
            page.ResetWrittenCount();
            foreach (var i in some)
            {
                CustomerPage.Write(new(Traffic.CustomerId(i)) { LastOnRecord = last[i] }, page);
            }

            writer.SavePage(lane: 0, number, page.WrittenSpan);
        }

        writer.SetMeta("lanes", "1");
        writer.SetMeta(Markers.MigrationsInPages, last.Max().ToString(CultureInfo.InvariantCulture));
    });
}
