using System.Diagnostics;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Migrations;
using Dapper;
using Microsoft.Data.Sqlite;

namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>
/// A file with a year of migrations, five for each customer on average, in the order of time, between the segments of the
/// first day. Nothing else is in it: reports read nothing else.
/// </summary>
internal static class YearOfMigrations
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    private static readonly string[] Segments =
        ["champions", "loyal", "potential-loyalist", "new", "promising", "need-attention", "about-to-sleep", "at-risk", "hibernating", "lost"];

    public static DateTimeOffset End { get; } = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset Begin => End - Year;

    /// <summary>How many customers moved; they are in the file, in a folder of its own.</summary>
    public static (string Folder, int Customers) Fill(Bench bench, int customers)
    {
        var started = Stopwatch.StartNew();
        var folder = bench.NewFolder();
        using (EngineFile.Open(folder))
        {
        }

        // The index by customer is made once at the end: entry by entry it would take longer than all the rest.
        var index = Execute<string>(folder, "SELECT sql FROM sqlite_master WHERE name = 'migrations_by_customer'");
        Execute<object>(folder, "DROP INDEX migrations_by_customer");
        var known = Write(folder, customers, customers * 5);
        Execute<object>(folder, index!);
        bench.Say($"  filled with {customers * 5L:N0} migrations of {known:N0} customers in {started.Elapsed.TotalSeconds:0.0} s");
        return (folder, known);
    }

    private static int Write(string folder, int customers, int migrations)
    {
        var random = new Random(1);
        var sequence = new int[customers];
        var segment = new int[customers];
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
                    writer.Append(new(
                        Traffic.CustomerId(customer),
                        sequence[customer],
                        from,
                        Segments[segment[customer]],
                        bought ? MigrationCause.Purchase : MigrationCause.Decay,
                        ModelVersion: 0,
                        at,
                        at,
                        bought ? $"order-{done}-paid" : null,
                        random.Next(1, 100_000) / 100m));
                }
            });
        }

        return sequence.Count(static moves => moves > 0);
    }

    private static T? Execute<T>(string folder, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "segmentation.db")};Pooling=False");
        return connection.ExecuteScalar<T>(sql);
    }
}
