using CustomerSegmentation.Engine;
using Dapper;
using Microsoft.Data.Sqlite;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>Every customer's migrations: as the table has them, and as the engine finds them.</summary>
internal static class RecordedHistories
{
    private const string ByTable = """
        SELECT customer, sequence, from_segment AS "From", to_segment AS "To", effective_at AS At, event_id AS EventId
        FROM migrations ORDER BY customer, effective_at DESC, id DESC
        """;

    /// <summary>By customer, newest effective time first, found by their id alone.</summary>
    public static Dictionary<string, List<Line>> Of(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False;Mode=ReadOnly");
        return connection.Query<Line>(ByTable).GroupBy(line => line.Customer, StringComparer.Ordinal)
            .ToDictionary(customer => customer.Key, customer => customer.ToList(), StringComparer.Ordinal);
    }

    /// <summary>What the engine answers is the same: whole histories, in pages, and each migration by its number.</summary>
    public static async Task ShouldBeFoundAsync(ISegmentationEngine engine, Dictionary<string, List<Line>> expected)
    {
        foreach (var (customer, history) in expected)
        {
            var found = new List<Line>();
            for (string? cursor = null; cursor is not null || found.Count == 0;)
            {
                var page = await engine.MigrationsAsync(new(customer, Cursor: cursor, Limit: 3));
                found.AddRange(page.Items.Select(one =>
                    new Line(one.CustomerId, one.Sequence, one.From, one.To, one.EffectiveAt.UtcTicks, one.EventId)));
                cursor = page.Next;
            }

            found.ShouldBe(history);
            foreach (var line in history)
            {
                (await engine.ExplainAsync(customer, (int)line.Sequence))!.Migration.EffectiveAt.UtcTicks.ShouldBe(line.At);
            }

            (await engine.ExplainAsync(customer, history.Count + 1)).ShouldBeNull();
        }
    }

    internal sealed record Line(string Customer, long Sequence, string? From, string? To, long At, string? EventId);
}
