using System.Globalization;
using System.Net;
using Microsoft.Playwright;
using static CustomerSegmentation.DashboardTests.MigrationPages;

namespace CustomerSegmentation.DashboardTests;

/// <summary>The page of migration shows what the reports of the API say of the same moments.</summary>
public abstract class MigrationTests(Browser browser, Shop shop)
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
        await visit.Page.SetViewportSizeAsync(1280, 2400); // all of the flow is in sight

        // A band on the left, where none lies on another, and a point in its middle.
        var band = await visit.Page.EvaluateAsync<string[]>(
            """
            (() => {
              const flow = document.querySelector("#flow .bands").getBoundingClientRect();
              const x = flow.left + flow.width * .03;
              const at = (y) => document.elementFromPoint(x, y)?.closest("#flow a[data-from]");
              let top = flow.top;
              while (!at(top)) {
                top++;
              }
              const band = at(top);
              let bottom = top;
              while (at(bottom) === band) {
                bottom++;
              }
              const box = band.querySelector("path").getBoundingClientRect();
              const { customers, from, to } = band.dataset;
              return [x - box.left, (top + bottom) / 2 - box.top, customers, band.querySelector("title").textContent, from, to].map(String);
            })()
            """);
        var customers = band[2];
        band[3].ShouldContain($": {customers} customers, ");
        await visit.Page.Locator($"#flow a[data-from='{band[4]}'][data-to='{band[5]}'] path").ClickAsync(
            new() { Position = new() { X = (float)Plain(band[0]), Y = (float)Plain(band[1]) } });
        await visit.Page.WaitForURLAsync("**/migration/customers?**");
        await visit.Page.WaitForSelectorAsync("#customers tbody tr");
        (await visit.Page.Locator("#customers tbody tr").CountAsync()).ShouldBe(int.Parse(customers, CultureInfo.InvariantCulture));
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

    [Fact]
    public async Task Filters_keep_each_other_and_follow_the_reader_back()
    {
        await using var visit = await browser.CountedAsync(shop, "/migration?days=90&to=2025-05-20");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "First step" }).ClickAsync();
        await visit.Page.WaitForURLAsync("**step=1");
        await visit.Page.GetByLabel("Cause").SelectOptionAsync("decay");
        await visit.Page.WaitForURLAsync("**days=90**cause=decay**");
        await visit.Page.Locator("#spans a[href*='cause=decay']", new() { HasText = "Last 7 days" }).WaitForAsync();

        await visit.Page.GoBackAsync();
        (await visit.Page.GetByLabel("Cause").InputValueAsync()).ShouldBe("");
        await Eventually.TrueAsync(async () => await visit.Page.Locator("#spans a[href*='cause=']").CountAsync() == 0, "spans without a cause");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Numbers_of_a_period_until_now_lead_to_the_moments_that_they_are_of()
    {
        await using var visit = await browser.CountedAsync(shop, "/migration?days=30");

        // The page and what it leads to are looked at together: the period goes on with the clock.
        var moments = await visit.Page.EvaluateAsync<string[][]>(
            """
            [...document.querySelectorAll("#matrix a, #flow a[data-from], #list a")].map((cell) => {
              const query = new URL(cell.getAttribute("href"), location).searchParams;
              const period = [...document.querySelectorAll("#period time")].map((time) => time.dateTime);
              return [query.get("from"), query.get("to"), ...period];
            })
            """);
        moments.Length.ShouldBeGreaterThan(3);
        foreach (var moment in moments.Select(texts => texts.Select(text => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture)).ToArray()))
        {
            moment[0].ShouldBe(moment[2], TimeSpan.FromMilliseconds(1));
            moment[1].ShouldBe(moment[3], TimeSpan.FromMilliseconds(1));
        }
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
