using Microsoft.Playwright;

namespace CustomerSegmentation.DashboardTests;

/// <summary>One customer: found, shown as the API does, followed, and asked about.</summary>
public abstract class CustomerTests(Browser browser, Shop shop)
{
    [Fact]
    public async Task A_customer_is_found_by_id_and_shown_as_the_API_does()
    {
        await using var visit = await browser.VisitAsync(shop.Host);
        await visit.OpenAsync("/customers");
        await visit.Page.GetByLabel("Customer id").FillAsync("C-07");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
        await visit.Page.WaitForURLAsync("**/customers/C-07");

        var customer = await shop.AskAsync("/customers/C-07");
        (await visit.TextAsync("[data-field=segment]")).ShouldBe((string)customer["segment"]!["name"]!);
        (await visit.NumbersAsync("[data-field=recency]")).ShouldBe([(double)customer["recencyDays"]!]);
        (await visit.NumbersAsync("[data-field=frequency]")).ShouldBe([(double)customer["frequency"]!]);
        (await visit.NumbersAsync("[data-field=monetary]")).ShouldBe([(double)customer["monetary"]!]);
        var history = (await shop.AskAsync("/customers/C-07/history?limit=10"))["items"]!.AsArray();
        var shown = await visit.Page.EvalOnSelectorAllAsync<string[]>("[data-sequence]", "entries => entries.map(entry => entry.dataset.sequence)");
        shown.ShouldBe(history.Select(migration => migration!["sequence"]!.ToString()));
        await visit.ShowsWhatComesNextAsync("C-07", shop.AskAsync);
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_purchase_appears_without_a_reload()
    {
        await using var visit = await browser.VisitAsync(shop.Host);
        await visit.OpenAsync("/customers/C-60");
        await visit.MarkAsync();
        var before = (await visit.NumbersAsync("[data-field=frequency]")).Single();

        await shop.RecordAsync(shop.Purchase("C-60", Shop.Now, 75));
        await Eventually.TrueAsync(async () => (await visit.NumbersAsync("[data-field=frequency]")).Single() == before + 1, "one order more");
        (await visit.IsMarkedAsync()).ShouldBeTrue();
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_id_with_odd_characters_has_a_page()
    {
        const string Id = "a/b %2F?<é>";
        await shop.RecordAsync(shop.Purchase(Id, Shop.Now, 5));
        await using var visit = await browser.VisitAsync(shop.Host);
        await visit.OpenAsync($"/customers?id={Uri.EscapeDataString(Id)}");
        (await visit.TextAsync("h1")).ShouldBe(Id);
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Somebody_unknown_is_said_to_be()
    {
        await using var visit = await browser.VisitAsync(shop.Host);
        await visit.OpenAsync("/customers/nobody", status: 404);
        (await visit.TextAsync("#card")).ShouldContain("No customer 'nobody' is known");
    }

    [Fact]
    public async Task Other_figures_give_the_segment_that_the_rules_say()
    {
        await using var visit = await browser.VisitAsync(shop.Host);
        await visit.OpenAsync("/customers/C-07");

        // By the default thresholds (docs/configuration.md) 1 day, 10 orders and 1,000 score 5 and 5: Champions. 200 days score 1: with
        // 5 for the rest that is Can't Lose Them.
        await visit.Page.GetByLabel("Days since the last order").FillAsync("1");
        await visit.Page.GetByLabel("Orders").FillAsync("10");
        await visit.Page.GetByLabel("Spend").FillAsync("1000");
        await visit.Page.Locator("#what-if").GetByText("Champions").WaitForAsync();
        await visit.Page.GetByLabel("Days since the last order").FillAsync("200");
        await visit.Page.Locator("#what-if").GetByText("Can't Lose Them").WaitForAsync();
        visit.Page.Url.ShouldContain("recency=200&orders=10&spend=1000");
        visit.Complaints.ShouldBeEmpty();
    }
}
