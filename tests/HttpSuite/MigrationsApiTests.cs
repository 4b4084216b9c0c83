using System.Net;
using static CustomerSegmentation.HttpSuite.ApiTesting;

namespace CustomerSegmentation.HttpSuite;

/// <summary>The list of migrations and its filters.</summary>
public class MigrationsApiTests
{
    [Fact]
    public async Task A_migration_has_the_contracts_fields()
    {
        await using var host = await ApiHost.StartAsync();
        await host.PostEventsAsync(Purchase("a", at: "2026-11-20T11:59:30Z"));
        var migration = (await host.GetAsync("/api/v1/migrations"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        migration.Names().ShouldBe(
            ["customerId", "sequence", "from", "to", "cause", "modelVersion", "effectiveAt", "recordedAt", "eventId", "monetary"]);
        ((int)migration["sequence"]!).ShouldBe(1);
        migration["from"].ShouldBeNull();
        migration["to"]!.Names().ShouldBe(["id", "name"]);
        ((string)migration["cause"]!).ShouldBe("purchase");
        ((string)migration["effectiveAt"]!).ShouldBe("2026-11-20T11:59:30Z");
        ((string)migration["recordedAt"]!).ShouldBe("2026-11-20T12:00:00Z");
        ((string)migration["eventId"]!).ShouldBe("a");
        ((decimal)migration["monetary"]!).ShouldBe(50);
    }

    [Fact]
    public async Task Filters_narrow_the_list_and_cursors_walk_it()
    {
        await using var host = await ApiHost.StartAsync();
        await host.PostEventsAsync([.. Enumerable.Range(0, 12).Select(i => Purchase($"e-{i}", $"C-{i}", at: $"2026-11-20T11:{i:00}:00Z"))]);
        (await CustomersAsync(host, "customer=C-3")).ShouldBe(["C-3"]);
        (await CustomersAsync(host, "from=2026-11-20T11:04:00Z&to=2026-11-20T12:06:00+01:00")).ShouldBe(["C-5", "C-4"]);
        (await CustomersAsync(host, "cause=decay")).ShouldBeEmpty();
        (await CustomersAsync(host, "cause=purchase&limit=5")).ShouldBe(Enumerable.Range(0, 12).Reverse().Select(i => $"C-{i}"));
    }

    [Theory]
    [InlineData("cause=Purchase", "invalid_cause")]
    [InlineData("cause=0", "invalid_cause")]
    [InlineData("from=yesterday", "invalid_time")]
    [InlineData("to=2026-11-20T00:00:00", "invalid_time")]
    [InlineData("from=2026-11-20T00:00:00Z&to=2026-11-19T00:00:00Z", "invalid_time")]
    [InlineData("limit=0", "invalid_limit")]
    [InlineData("limit=5&limit=6", "invalid_limit")]
    [InlineData("cursor=made-up", "invalid_cursor")]
    public async Task A_filter_that_makes_no_sense_is_a_problem(string query, string code)
    {
        await using var host = await ApiHost.StartAsync();
        using var response = await host.Client.GetAsync($"/api/v1/migrations?{query}");
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
    }

    private static async Task<IReadOnlyList<string>> CustomersAsync(ApiHost host, string query)
    {
        var found = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await host.GetAsync($"/api/v1/migrations?{query}&cursor={Uri.EscapeDataString(cursor)}");
            found.AddRange(page["items"]!.AsArray().Select(migration => (string)migration!["customerId"]!));
            cursor = (string?)page["next"];
        }

        return found;
    }
}
