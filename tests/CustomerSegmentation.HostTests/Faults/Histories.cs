using System.Text.Json;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>What any customer's history of migrations must be, whatever befell the engine.</summary>
internal static class Histories
{
    /// <summary>
    /// Sequences run from 1 without gap or repeat, time never goes back, every step begins where the one before it ended, and
    /// the last one ends where the customer is.
    /// </summary>
    public static void ShouldBeWhole(string id, IEnumerable<JsonElement> migrations, JsonElement customer, string circumstances)
    {
        var history = migrations.OrderBy(migration => migration.GetProperty("sequence").GetInt32()).ToList();
        var told = $"Customer {id}. {circumstances}\n{string.Join('\n', history)}\n{customer}";
        history.Select(migration => migration.GetProperty("sequence").GetInt32())
            .ShouldBe(Enumerable.Range(1, history.Count), told);
        string? segment = null;
        var time = DateTimeOffset.MinValue;
        foreach (var migration in history)
        {
            SegmentId(migration.GetProperty("from")).ShouldBe(segment, told);
            migration.GetProperty("effectiveAt").GetDateTimeOffset().ShouldBeGreaterThanOrEqualTo(time, told);
            (segment, time) = (SegmentId(migration.GetProperty("to")), migration.GetProperty("effectiveAt").GetDateTimeOffset());
        }

        SegmentId(customer.GetProperty("segment")).ShouldBe(segment, told);
    }

    /// <summary>The segment that the last of a customer's migrations led to; null for none.</summary>
    public static string? Last(IEnumerable<JsonElement> migrations) => migrations
        .OrderBy(migration => migration.GetProperty("sequence").GetInt32())
        .Select(migration => SegmentId(migration.GetProperty("to")))
        .LastOrDefault();

    /// <summary>Null for no segment.</summary>
    public static string? SegmentId(JsonElement segment) =>
        segment.ValueKind == JsonValueKind.Null ? null : segment.GetProperty("id").GetString();
}
