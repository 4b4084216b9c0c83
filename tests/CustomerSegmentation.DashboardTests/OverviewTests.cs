using System.Text.Json.Nodes;

namespace CustomerSegmentation.DashboardTests;

/// <summary>The first page shows what the API says, and goes on showing it.</summary>
public sealed class OverviewTests(Browser browser, Shop shop)
{
    private const string Customers = "#segments td[data-field=customers]";

    [Fact]
    public async Task The_sizes_are_those_of_the_API()
    {
        await using var visit = await browser.VisitAsync(shop.Host);
        await visit.OpenAsync("/");

        // Other tests record meanwhile, and the page follows within two seconds: sooner or later both are asked at a quiet moment.
        await Eventually.TrueAsync(async () => Enumerable.SequenceEqual(await visit.NumbersAsync(Customers), await SizesAsync()), "the sizes of the API");
        var ids = await visit.Page.EvalOnSelectorAllAsync<string[]>("#segments tr[data-segment]", "rows => rows.map(row => row.dataset.segment)");
        ids.ShouldBe((await SegmentsAsync()).Select(segment => (string)segment!["id"]!));
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_purchase_appears_without_a_reload()
    {
        await using var visit = await browser.VisitAsync(shop.Host);
        await visit.OpenAsync("/");
        await visit.MarkAsync();
        var before = (await visit.NumbersAsync(Customers)).Sum();

        await shop.RecordAsync(shop.Purchase("overview-newcomer", Shop.Now, 40));
        await visit.ShowsAsync(async () => (await visit.NumbersAsync(Customers)).Sum() > before, "one customer more");
        (await visit.IsMarkedAsync()).ShouldBeTrue();
        visit.Complaints.ShouldBeEmpty();
    }

    private async Task<IReadOnlyList<JsonNode?>> SegmentsAsync() => [.. (await shop.AskAsync("/segments"))["segments"]!.AsArray()];

    private async Task<double[]> SizesAsync() => [.. (await SegmentsAsync()).Select(segment => (double)segment!["customers"]!)];
}
