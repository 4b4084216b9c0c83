using System.Diagnostics;
using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.Migrations;
using Dapper;

namespace CustomerSegmentation.Benchmarks.Rows;

/// <summary>
/// Reports on a year of migrations, in process: the matrix between two moments a month apart, flows by day over the year, one
/// customer's history. Ceiling: SQLite by itself reads as many rows, and adds up a column.
/// </summary>
internal static class MigrationsRow
{
    private const int HistoryBatchSize = 200;

    public static IAsyncEnumerable<Row> MatrixAsync(Bench bench) => MeasureAsync(bench, "matrix", async (engine, customers) =>
    {
        var matrix = await engine.ReportAsync(new MatrixReport(YearOfMigrations.End.AddDays(-30), YearOfMigrations.End));
        Check.Equal(customers, matrix.Customers);
    });

    public static IAsyncEnumerable<Row> FlowsAsync(Bench bench) => MeasureAsync(bench, "flows", async (engine, customers) =>
    {
        var flows = await engine.ReportAsync(new FlowsReport(YearOfMigrations.Begin.AddTicks(-1), YearOfMigrations.End, Bucket.Day));
        Check.Equal(customers, flows.Where(static flow => flow.From is null).Sum(static flow => flow.Moves));
    });

    public static async IAsyncEnumerable<Row> HistoryAsync(Bench bench)
    {
        var customers = bench.Pick(1_000_000, 100_000);
        var (folder, known) = await YearOfMigrations.FillAsync(bench, customers);
        await using var engine = Shop.Open(folder);
        using var connection = OnRecord.Open(folder);
        var last = OnRecord.Migrations(folder);
        var random = new Random(2);
        long found = 0;
        var (ours, ceiling) = await Repeats.InterleaveAsync(
            bench.Pick(9, 5),
            async () =>
            {
                var started = Stopwatch.GetTimestamp();
                for (var i = 0; i < HistoryBatchSize; i++)
                {
                    found += (await engine.MigrationsAsync(new(Traffic.CustomerId(random.Next(customers))))).Items.Count;
                }

                return Stopwatch.GetElapsedTime(started).TotalMilliseconds / HistoryBatchSize;
            },
            () =>
            {
                var started = Stopwatch.GetTimestamp();
                for (var i = 0; i < HistoryBatchSize; i++)
                {
                    Check.True(connection.ExecuteScalar<string>("SELECT customer FROM migrations WHERE id = @id", new { id = random.NextInt64(1, last) }) is not null);
                }

                return Task.FromResult(Stopwatch.GetElapsedTime(started).TotalMilliseconds / HistoryBatchSize);
            });
        Check.True(found > 0);
        yield return Row.Of("history", "ms", ours, ceiling, $"{known:N0} customers, {last:N0} migrations; ceiling: one row by its number");
    }

    private static async IAsyncEnumerable<Row> MeasureAsync(Bench bench, string name, Func<Embedded.EmbeddedEngine, long, Task> ask)
    {
        var (folder, known) = await YearOfMigrations.FillAsync(bench, bench.Pick(1_000_000, 100_000));
        await using var engine = Shop.Open(folder);
        using var connection = OnRecord.Open(folder);
        var (ours, ceiling) = await Repeats.InterleaveAsync(
            bench.Pick(5, 3),
            async () =>
            {
                var started = Stopwatch.GetTimestamp();
                await ask(engine, known);
                return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            },
            () =>
            {
                var started = Stopwatch.GetTimestamp();
                Check.True(connection.ExecuteScalar<double>("SELECT SUM(monetary) FROM migrations NOT INDEXED") > 0);
                return Task.FromResult(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            });
        yield return Row.Of(name, "ms", ours, ceiling, $"{known:N0} customers, {OnRecord.Migrations(folder):N0} migrations in a year");
    }
}
