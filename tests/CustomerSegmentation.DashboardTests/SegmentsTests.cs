using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace CustomerSegmentation.DashboardTests;

/// <summary>All segments: what the page adds up is what the API's lists say.</summary>
public abstract class SegmentsTests(Browser browser, Shop shop)
{
    [Fact]
    public async Task Sizes_and_shares_are_those_of_the_API_and_averages_those_of_its_members()
    {
        await using var visit = await browser.VisitAsync(shop.Host);
        await visit.OpenAsync("/segments");

        // Other tests record meanwhile: sooner or later page and API are asked at a quiet moment.
        await Eventually.TrueAsync(async () =>
        {
            var shown = await visit.Page.EvalOnSelectorAllAsync<double[][]>("#segments tr[data-segment]",
                "rows => rows.map(row => [...row.querySelectorAll('[data-field] data')].map(number => Number(number.value)))");
            var expected = new List<double[]>();
            foreach (var segment in (await shop.AskAsync("/segments"))["segments"]!.AsArray())
            {
                var members = await MembersAsync((string)segment!["id"]!);
                double[] means = members.Count == 0 ? [] : [Mean(members, "recencyDays"), Mean(members, "frequency"), Mean(members, "monetary")];
                expected.Add([(double)segment["customers"]!, (double)segment["share"]!, (double)segment["revenueShare"]!, .. means]);
            }

            return shown.Length == expected.Count && shown.Zip(expected).All(row => Same(row.First, row.Second));
        }, "the figures of the API");
        (await visit.TextAsync("tr[data-segment=champions]")).ShouldContain("Reward them");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_grid_counts_everybody_by_recency_and_frequency()
    {
        await using var visit = await browser.VisitAsync(shop.Host);
        await visit.OpenAsync("/segments");
        await Eventually.TrueAsync(async () =>
        {
            // The default thresholds, docs/configuration.md: days 14, 45, 90, 180; orders 2, 3, 5, 10.
            var cells = (await EverybodyAsync()).CountBy(member =>
                (R: 5 - new[] { 14, 45, 90, 180 }.Count(bound => (double)member!["recencyDays"]! > bound),
                 F: 1 + new[] { 2, 3, 5, 10 }.Count(bound => (double)member!["frequency"]! >= bound))).ToDictionary();
            var shown = await visit.NumbersAsync("[data-cell] strong");
            return shown.SequenceEqual(from r in Enumerable.Range(1, 5).Reverse()
                                       from f in Enumerable.Range(1, 5)
                                       select (double)cells.GetValueOrDefault((r, f)));
        }, "the counts of the API's members");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Under_the_rules_a_cell_of_both_scores_is_one_segment_and_leads_to_it()
    {
        await using var visit = await browser.VisitAsync(shop.Host);
        await visit.OpenAsync("/segments");
        await visit.Page.GetByLabel("Columns").SelectOptionAsync("together");
        await visit.Page.Locator("[data-cell='54'] a", new() { HasText = "Champions" }).WaitForAsync();
        visit.Page.Url.ShouldEndWith("/segments?columns=together");
        (await visit.TextAsync("[data-cell='11'] a")).ShouldBe("Lost");

        // Champions are the cells 55, 54 and 45 of RFM practice, and nobody else is in those.
        await Eventually.TrueAsync(async () =>
            (await visit.NumbersAsync(":is([data-cell='55'], [data-cell='54'], [data-cell='45']) strong")).Sum()
            == (await MembersAsync("champions")).Count, "as many as the API has champions");
        await visit.Page.Locator("[data-cell='55'] a").ClickAsync();
        await visit.Page.WaitForURLAsync("**/segments/champions");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_reader_has_opened_stays_open_while_the_page_is_kept_fresh()
    {
        await using var visit = await browser.VisitAsync(shop.Host);
        await visit.OpenAsync("/segments");
        await visit.Page.GetByText("The segments of every cell as a table").ClickAsync();
        var before = (await visit.NumbersAsync("#mix td[data-label=Customers]")).Sum();
        await shop.RecordAsync(shop.Purchase("segments-newcomer", Shop.Now, 40));
        await Eventually.TrueAsync(async () => (await visit.NumbersAsync("#mix td[data-label=Customers]")).Sum() > before, "one customer more");
        (await visit.Page.Locator("#mix").IsVisibleAsync()).ShouldBeTrue();
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_keyboard_stays_in_its_cell_while_the_page_is_kept_fresh()
    {
        await using var visit = await browser.VisitAsync(shop.Host);
        await visit.OpenAsync("/segments?columns=together");
        await visit.Page.Locator("[data-cell='45'] a").FocusAsync();
        var before = (await visit.NumbersAsync("[data-cell] strong")).Sum();
        await shop.RecordAsync(shop.Purchase("segments-keyboard", Shop.Now, 40));
        await Eventually.TrueAsync(async () => (await visit.NumbersAsync("[data-cell] strong")).Sum() > before, "one customer more");

        // The cells 55 and 54 lead to the same page.
        (await visit.Page.EvaluateAsync<string>("document.activeElement.closest('[data-cell]')?.dataset.cell")).ShouldBe("45");
        visit.Complaints.ShouldBeEmpty();
    }

    private static bool Same(double[] shown, double[] expected) =>
        shown.Length == expected.Length && shown.Zip(expected).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-9 * Math.Max(1, Math.Abs(pair.Second)));

    private static double Mean(IEnumerable<JsonNode?> members, string figure) => members.Average(member => (double)member![figure]!);

    private async Task<JsonArray> MembersAsync(string segment) => (await shop.AskAsync($"/segments/{segment}/customers?limit=1000"))["items"]!.AsArray();

    private async Task<List<JsonNode?>> EverybodyAsync()
    {
        var everybody = new List<JsonNode?>();
        foreach (var segment in (await shop.AskAsync("/segments"))["segments"]!.AsArray())
        {
            everybody.AddRange(await MembersAsync((string)segment!["id"]!));
        }

        return everybody;
    }
}
