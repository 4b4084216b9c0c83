using Microsoft.Playwright;

namespace CustomerSegmentation.DashboardTests;

/// <summary>Migrations as they happen.</summary>
public abstract class LiveTests(Browser browser, Shop shop, KeyedHost keyed)
{
    [Fact]
    public async Task A_migration_appears_and_a_paused_page_stands_still()
    {
        await using var visit = await browser.VisitAsync(shop.Host);
        await visit.OpenAsync("/live");
        await visit.MarkAsync();
        await shop.RecordAsync(shop.Purchase("live-first", Shop.Now, 40));
        await Eventually.TrueAsync(async () => await visit.Page.GetByRole(AriaRole.Link, new() { Name = "live-first" }).CountAsync() == 1, "the first");
        (await visit.IsMarkedAsync()).ShouldBeTrue();

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Pause" }).ClickAsync();
        await visit.Page.WaitForURLAsync("**/live?paused=*");
        await shop.RecordAsync(shop.Purchase("live-second", Shop.Now, 40));
        await Eventually.TrueAsync(async () => (await visit.NumbersAsync("#pause")).Single() > 0, "that one waits");
        (await visit.Page.GetByRole(AriaRole.Link, new() { Name = "live-second" }).CountAsync()).ShouldBe(0);

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Resume" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "live-second" }).WaitForAsync();
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_paused_page_shows_what_it_did_however_much_has_come_since()
    {
        await keyed.RecordAsync("paused-before", 3);
        await using var visit = await browser.VisitAsync(keyed.Host, "/live", KeyedHost.ReadKey);
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "paused-before-3" }).WaitForAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Pause", Exact = true }).ClickAsync();
        await visit.Page.WaitForURLAsync("**/live?paused=*");
        var before = await visit.Page.Locator("#migrations th a").AllInnerTextsAsync();
        before.ShouldBe(["paused-before-3", "paused-before-2", "paused-before-1"]);

        await keyed.RecordAsync("paused-after", 1_001); // of which pages keep the newest thousand
        await visit.Page.Locator("#pause", new() { HasText = "1,000 or more since" }).WaitForAsync();
        (await visit.Page.Locator("#migrations th a").AllInnerTextsAsync()).ShouldBe(before);
        await visit.OpenAsync(new Uri(visit.Page.Url).PathAndQuery + "&cause=decay");
        (await visit.TextAsync("#migrations")).ShouldContain("when the page was paused is one of these");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_filter_stands_in_the_address_and_leaves_the_rest_out()
    {
        await using var visit = await browser.VisitAsync(shop.Host);
        await visit.OpenAsync("/live");
        await visit.Page.GetByLabel("Cause").SelectOptionAsync("purchase");
        await visit.Page.WaitForURLAsync("**/live?cause=purchase");
        await Eventually.TrueAsync(async () => (await visit.Page.Locator("#migrations td[data-label=Cause]").AllTextContentsAsync())
            is { Count: > 0 } causes && causes.All(cause => cause == "purchase"), "purchases alone");
        await visit.OpenAsync("/live?cause=purchase&segment=champions");
        var segments = await visit.Page.EvalOnSelectorAllAsync<string[]>(
            "#migrations tbody tr", "rows => rows.map(row => [...row.querySelectorAll('.tag')].map(tag => tag.textContent).join(' > '))");
        segments.ShouldNotBeEmpty();
        segments.ShouldAllBe(moved => moved.Contains("Champions"));
        visit.Complaints.ShouldBeEmpty();
    }
}
