using System.Net;
using System.Text.Json.Nodes;
using static CustomerSegmentation.HttpSuite.ApiTesting;

namespace CustomerSegmentation.HttpSuite;

/// <summary>One customer, as the contract shows it.</summary>
public class CustomersApiTests
{
    [Fact]
    public async Task A_customer_has_the_contracts_fields_with_figures_worked_out_by_hand()
    {
        await using var host = await ApiHost.StartAsync();
        await host.PostEventsAsync(
            Purchase("a", order: "O-1", at: "2026-10-01T08:00:00Z", amount: "30.50"),
            Purchase("b", order: "O-2", at: "2026-11-19T12:00:00+02:00", amount: "\"12.25\""));
        var customer = await host.GetAsync("/api/v1/customers/C-1");

        customer.Names().ShouldBe(
        [
            "customerId", "asOf", "recencyDays", "frequency", "monetary", "currency", "firstPurchaseAt", "lastPurchaseAt",
            "segment", "alternatives", "next",
        ]);
        ((string)customer["customerId"]!).ShouldBe("C-1");
        ((string)customer["asOf"]!).ShouldBe("2026-11-20T12:00:00Z");
        // 19 November 10:00 UTC to 20 November 12:00 UTC: 26 hours.
        ((double)customer["recencyDays"]!).ShouldBe(26.0 / 24, 1e-12);
        ((int)customer["frequency"]!).ShouldBe(2);
        ((decimal)customer["monetary"]!).ShouldBe(42.75m);
        ((string)customer["currency"]!).ShouldBe("EUR");
        ((string)customer["firstPurchaseAt"]!).ShouldBe("2026-10-01T08:00:00Z");
        ((string)customer["lastPurchaseAt"]!).ShouldBe("2026-11-19T10:00:00Z");

        var segment = customer["segment"]!;
        segment.Names().ShouldBe(["id", "name", "since", "cause", "modelVersion", "confidence"]);
        ((string)segment["cause"]!).ShouldBe("purchase");
        ((int)segment["modelVersion"]!).ShouldBe(0);
        customer["alternatives"]!.AsArray().ShouldAllBe(other => other.Names().SequenceEqual(new[] { "id", "name", "confidence" }));
        customer["next"]!.Names().ShouldBe(["id", "name", "at"]);
        // By the default rules two small orders are potential loyalists up to 45 days, to the second.
        ((string)customer["next"]!["at"]!).ShouldBe("2027-01-03T10:00:01Z");
    }

    [Fact]
    public async Task A_customer_whose_orders_do_not_count_has_neither_recency_nor_segment()
    {
        await using var host = await ApiHost.StartAsync();
        await host.PostEventsAsync(Purchase("a", at: "2020-01-01T00:00:00Z"));
        var customer = await host.GetAsync("/api/v1/customers/C-1");
        customer["recencyDays"].ShouldBeNull();
        customer["segment"].ShouldBeNull();
        customer["next"].ShouldBeNull();
        customer.ContainsKey("next").ShouldBeTrue();
        ((int)customer["frequency"]!).ShouldBe(0);
        ((string)customer["lastPurchaseAt"]!).ShouldBe("2020-01-01T00:00:00Z");
    }

    [Fact]
    public async Task History_is_a_page_of_migrations_newest_first()
    {
        await using var host = await ApiHost.StartAsync();
        await host.PostEventsAsync(Purchase("a", at: "2026-11-01T00:00:00Z"));
        var page = await host.GetAsync("/api/v1/customers/C-1/history?limit=1");
        page.Names().ShouldBe(["items", "next"]);
        var newest = page["items"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)newest["customerId"]!).ShouldBe("C-1");

        var seen = new List<int> { (int)newest["sequence"]! };
        while ((string?)page["next"] is { } cursor)
        {
            page = await host.GetAsync($"/api/v1/customers/C-1/history?limit=1&cursor={Uri.EscapeDataString(cursor)}");
            seen.AddRange(page["items"]!.AsArray().Select(migration => (int)migration!["sequence"]!));
        }

        seen.ShouldBe(Enumerable.Range(1, seen.Count).Reverse());
    }

    [Fact]
    public async Task An_erased_customer_is_unknown_and_so_is_one_never_heard_of()
    {
        await using var host = await ApiHost.StartAsync();
        await host.PostEventsAsync(Purchase("a"));
        using var erased = await host.Client.DeleteAsync("/api/v1/customers/C-1");
        erased.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        using var found = await host.Client.GetAsync("/api/v1/customers/C-1");
        await found.ShouldBeProblemAsync(HttpStatusCode.NotFound, "unknown_customer");
        using var history = await host.Client.GetAsync("/api/v1/customers/C-1/history");
        await history.ShouldBeProblemAsync(HttpStatusCode.NotFound, "unknown_customer");
        using var again = await host.Client.DeleteAsync("/api/v1/customers/C-1");
        await again.ShouldBeProblemAsync(HttpStatusCode.NotFound, "unknown_customer");
        ((JsonArray)(await host.GetAsync("/api/v1/migrations?customer=C-1"))["items"]!).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_erasure_that_storage_does_not_take_in_time_asks_to_be_made_again()
    {
        await using var host = await ApiHost.StartAsync(engine => new HeldEngine(engine), "RecordTimeout=0.2s");
        using var response = await host.Client.DeleteAsync("/api/v1/customers/C-1");
        await response.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "storage_unavailable");
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData("shop/42")]
    [InlineData("50%2F50")]
    [InlineData("Zoë 😀?&#+")]
    [InlineData("history")]
    public async Task Any_character_may_stand_in_an_id(string id)
    {
        await using var host = await ApiHost.StartAsync();
        await host.PostEventsAsync(Purchase("a", customer: id));
        var path = $"/api/v1/customers/{Uri.EscapeDataString(id)}";
        ((string)(await host.GetAsync(path))["customerId"]!).ShouldBe(id);
        ((string)(await host.GetAsync(path + "/history?limit=5"))["items"]![0]!["customerId"]!).ShouldBe(id);
        using var erased = await host.Client.DeleteAsync(path);
        erased.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }
}
