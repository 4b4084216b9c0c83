using System.Collections.Concurrent;
using System.Text.Json;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.SiloTests.Chaos;

/// <summary>What does not depend on the second in which it is asked.</summary>
internal sealed record Figures(
    DateTimeOffset? FirstPurchaseAt, DateTimeOffset? LastPurchaseAt, int Frequency, decimal Monetary, string? Segment);

/// <summary>A customer as a cluster answers.</summary>
/// <param name="Figures">Where they are.</param>
/// <param name="Since">When they came there; null for none.</param>
/// <param name="NextIn">How soon time alone will move them; null for never.</param>
internal sealed record CustomerQueries(Figures Figures, DateTimeOffset? Since, TimeSpan? NextIn);

/// <summary>A migration by what does not depend on when it was put on record.</summary>
internal sealed record Step(int Sequence, string? From, string? To, string Cause, DateTimeOffset EffectiveAt, string? EventId)
{
    public static Step Of(Migration migration) => new(
        migration.Sequence, migration.From, migration.To, migration.Cause.ToString(), migration.EffectiveAt, migration.EventId);
}

/// <summary>Reads a cluster's answers.</summary>
internal static class ClusterReading
{
    private const int MaxConcurrentCalls = 16;

    /// <summary>Everyone, asked of all silos in turn.</summary>
    public static async Task<IReadOnlyDictionary<string, CustomerQueries>> CustomersAsync(
        this SiloCluster cluster, IEnumerable<string> ids)
    {
        var readings = new ConcurrentDictionary<string, CustomerQueries>();
        await Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrentCalls }, async (id, _) =>
            readings[id] = Read(await cluster.AskAsync($"customers/{id}")));
        return readings;
    }

    /// <summary>Every migration on record by customer, first to last.</summary>
    public static async Task<IReadOnlyDictionary<string, Step[]>> StepsAsync(this SiloCluster cluster)
    {
        var all = new List<JsonElement>();
        for (string? cursor = null; ;)
        {
            var page = await cluster.AskAsync($"migrations?limit=1000{(cursor is null ? "" : "&cursor=" + cursor)}");
            all.AddRange(page.GetProperty("items").EnumerateArray());
            if ((cursor = page.GetProperty("next").GetString()) is null)
            {
                return all.GroupBy(migration => migration.GetProperty("customerId").GetString()!, ReadStep).ToDictionary(
                    history => history.Key, history => history.OrderBy(step => step.Sequence).ToArray());
            }
        }
    }

    /// <summary>Customers by segment; "none" for those in none.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> SizesAsync(this SiloCluster cluster)
    {
        var answer = await cluster.AskAsync("segments");
        return answer.GetProperty("segments").EnumerateArray()
            .Select(segment => (Id: segment.GetProperty("id").GetString()!, Customers: segment.GetProperty("customers").GetInt64()))
            .Append(("none", answer.GetProperty("lapsed").GetInt64()))
            .ToDictionary();
    }

    /// <summary>Cells of the matrix with someone in them.</summary>
    public static async Task<IReadOnlyDictionary<(string? From, string? To), long>> MatrixAsync(
        this SiloCluster cluster, DateTimeOffset from, DateTimeOffset to)
    {
        var answer = await cluster.AskAsync($"migrations/matrix?from={from.UtcDateTime:O}&to={to.UtcDateTime:O}");
        string[] ids = [.. answer.GetProperty("segments").EnumerateArray().Select(segment => segment.GetProperty("id").GetString()!)];
        var cells = new List<(string? From, string? To, long Customers)> { (null, null, answer.GetProperty("outside").GetInt64()) };
        for (var i = 0; i < ids.Length; i++)
        {
            cells.Add((null, ids[i], answer.GetProperty("entered")[i].GetInt64()));
            cells.Add((ids[i], null, answer.GetProperty("left")[i].GetInt64()));
            cells.AddRange(ids.Select((to, j) => ((string?)ids[i], (string?)to, answer.GetProperty("counts")[i][j].GetInt64())));
        }

        return cells.Where(cell => cell.Customers > 0).ToDictionary(cell => (cell.From, cell.To), cell => cell.Customers);
    }

    private static CustomerQueries Read(JsonElement customer)
    {
        var segment = customer.GetProperty("segment");
        var next = customer.GetProperty("next");
        return new(
            new(
                Time(customer.GetProperty("firstPurchaseAt")),
                Time(customer.GetProperty("lastPurchaseAt")),
                customer.GetProperty("frequency").GetInt32(),
                customer.GetProperty("monetary").GetDecimal(),
                Id(segment)),
            segment.ValueKind == JsonValueKind.Null ? null : Time(segment.GetProperty("since")),
            next.ValueKind == JsonValueKind.Null
                ? null
                : next.GetProperty("at").GetDateTimeOffset() - customer.GetProperty("asOf").GetDateTimeOffset());
    }

    private static Step ReadStep(JsonElement migration)
    {
        var cause = migration.GetProperty("cause").GetString()!;
        return new(
            migration.GetProperty("sequence").GetInt32(),
            Id(migration.GetProperty("from")),
            Id(migration.GetProperty("to")),
            $"{char.ToUpperInvariant(cause[0])}{cause[1..]}",
            migration.GetProperty("effectiveAt").GetDateTimeOffset(),
            migration.TryGetProperty("eventId", out var id) ? id.GetString() : null);
    }

    private static string? Id(JsonElement segment) =>
        segment.ValueKind == JsonValueKind.Null ? null : segment.GetProperty("id").GetString();

    private static DateTimeOffset? Time(JsonElement time) => time.ValueKind == JsonValueKind.Null ? null : time.GetDateTimeOffset();
}
