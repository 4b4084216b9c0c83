using System.Globalization;
using System.Net;
using Microsoft.Playwright;
using static CustomerSegmentation.DashboardTests.MigrationPages;

namespace CustomerSegmentation.DashboardTests;

/// <summary>The page of migration shows what the reports of the API say of the same moments.</summary>
public sealed class MigrationTests(Browser browser, Shop shop)
{
    [Theory]
    [InlineData("")]
    [InlineData("&refits=true")]
    [InlineData("&cause=decay")]
    public async Task Matrix_list_and_bands_are_the_matrix_of_the_API(string filters)
    {
        await using var visit = await browser.CountedAsync(shop, $"/migration?{Days}{filters}");
        var matrix = await shop.AskAsync($"/migrations/matrix?{Moments}{filters}");
        var expected = CellsOf(matrix);
        expected.Count.ShouldBeGreaterThan(3);

        (await CellsAsync(visit, "#matrix td[data-from]", "Number(cell.querySelector('data').value)")).ShouldBe(expected, ignoreOrder: true);
        (await CellsAsync(visit, "#list tr[data-from]", "Number(cell.querySelector('[data-field=customers] data').value)")).ShouldBe(expected, ignoreOrder: true);
        (await CellsAsync(visit, "#flow a[data-from]", "Number(cell.dataset.customers)")).ShouldBe(expected, ignoreOrder: true);
        (await visit.NumbersAsync("#matrix tbody tr:first-child .sum"))[0].ShouldBe(RowOf(matrix, 0));
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cell_leads_to_its_customers()
    {
        await using var visit = await browser.CountedAsync(shop, $"/migration?{Days}");
        var (from, to) = CellsOf(await shop.AskAsync($"/migrations/matrix?{Moments}")).Keys.First(cell => cell.From != cell.To);
        await visit.Page.ClickAsync($"#matrix td[data-from='{from}'][data-to='{to}'] a");
        await visit.Page.WaitForURLAsync("**/migration/customers?**");
        await visit.Page.WaitForSelectorAsync("#customers tbody tr");
        var cell = await shop.AskAsync($"/migrations/matrix/customers?{Moments}&fromSegment={from}&toSegment={to}");
        (await visit.Page.Locator("#customers tbody th").AllInnerTextsAsync())
            .ShouldBe(cell["items"]!.AsArray().Select(customer => (string)customer!["customerId"]!));

        await visit.Page.ClickAsync("#customers tbody th a");
        await visit.Page.WaitForURLAsync("**/customers/C-*");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_band_leads_to_its_customers_too_and_says_its_numbers()
    {
        await using var visit = await browser.CountedAsync(shop, $"/migration?{Days}&stayers=false");
        var band = visit.Page.Locator("#flow a[data-from]").First;
        var customers = await band.GetAttributeAsync("data-customers");
        (await band.Locator("title").TextContentAsync())!.ShouldContain($": {customers} customers, ");
        await band.DispatchEventAsync("click");
        await visit.Page.WaitForURLAsync("**/migration/customers?**");
        await visit.Page.WaitForSelectorAsync("#customers tbody tr");
        (await visit.Page.Locator("#customers tbody tr").CountAsync()).ShouldBe(int.Parse(customers!, CultureInfo.InvariantCulture));
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Labels_of_the_flow_do_not_overlap()
    {
        await using var visit = await browser.CountedAsync(shop, $"/migration?{Days}");
        foreach (var side in (string[])["starts", "ends"])
        {
            var places = await visit.Page.EvalOnSelectorAllAsync<double[]>(
                $"#flow .{side} foreignObject", "found => found.flatMap(one => [one.getBoundingClientRect().top, one.getBoundingClientRect().bottom])");
            places.Length.ShouldBeGreaterThan(4);
            places.SequenceEqual(places.Order()).ShouldBeTrue(side);
        }
    }

    [Fact]
    public async Task A_step_is_the_matrix_between_its_moments_and_play_goes_on_to_the_last()
    {
        await using var visit = await browser.CountedAsync(shop, "/migration?from=2025-04-02&to=2025-04-04&bucket=day");
        await visit.MarkAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "First step" }).ClickAsync();
        await visit.Page.WaitForURLAsync("**step=1");
        await ShowsAsync("from=2025-04-02T00:00:00Z&to=2025-04-03T00:00:00Z");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Next" }).ClickAsync();
        await visit.Page.WaitForURLAsync("**step=2");
        await ShowsAsync("from=2025-04-03T00:00:00Z&to=2025-04-04T00:00:00Z");
        await visit.Page.GoBackAsync();
        await ShowsAsync("from=2025-04-02T00:00:00Z&to=2025-04-03T00:00:00Z");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Play" }).ClickAsync();
        await visit.Page.WaitForURLAsync("**step=3");
        await visit.Page.WaitForSelectorAsync("button[data-plays][aria-pressed=false]");
        await ShowsAsync("from=2025-04-04T00:00:00Z&to=2025-04-05T00:00:00Z");
        (await visit.IsMarkedAsync()).ShouldBeTrue();
        visit.Complaints.ShouldBeEmpty();

        async Task ShowsAsync(string moments)
        {
            var expected = CellsOf(await shop.AskAsync($"/migrations/matrix?{moments}"));
            await Eventually.TrueAsync(
                async () => Same(await CellsAsync(visit, "#matrix td[data-from]", "Number(cell.querySelector('data').value)"), expected), moments);
        }
    }

    [Fact]
    public async Task A_filter_is_sent_as_it_is_changed_and_what_is_open_stays_open()
    {
        await using var visit = await browser.CountedAsync(shop, $"/migration?{Days}");
        await visit.MarkAsync();
        await visit.Page.GetByText("The same as a list").ClickAsync();
        await visit.Page.GetByLabel("Cause").SelectOptionAsync("decay");
        await visit.Page.WaitForURLAsync("**cause=decay**");
        var expected = CellsOf(await shop.AskAsync($"/migrations/matrix?{Moments}&cause=decay"));
        await Eventually.TrueAsync(
            async () => Same(await CellsAsync(visit, "#matrix td[data-from]", "Number(cell.querySelector('data').value)"), expected), "decay alone");
        (await visit.Page.Locator("#list").IsVisibleAsync()).ShouldBeTrue();
        (await visit.IsMarkedAsync()).ShouldBeTrue();
        visit.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/migration?from=2025-05-20&to=2025-04-01", "The first moment must not be after the second one")]
    [InlineData("/migration?from=0001-01-01", "A period has at most 40 years here")]
    [InlineData("/migration?from=yesterday", "'yesterday' is no day such as 2026-03-01")]
    [InlineData("/migration/customers?fromSegment=nowhere&toSegment=champions", "There never was a segment 'nowhere'")]
    public async Task What_makes_no_sense_is_said(string path, string problem)
    {
        using var response = await shop.Host.Http.GetAsync(new Uri(path, UriKind.Relative));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()).ShouldContain(problem);
    }
}
