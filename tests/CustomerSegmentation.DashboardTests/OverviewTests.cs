using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace CustomerSegmentation.DashboardTests;

/// <summary>The first page shows what the API says, and goes on showing it.</summary>
public abstract class OverviewTests(Browser browser, Shop shop, QuietShop quiet)
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
    public async Task Shares_moves_trend_model_and_stream_are_those_of_the_API()
    {
        var host = quiet.Shop.Host.Http;
        using var nonsense = new StringContent("""[{"eventId":"x"}]""", null, "application/json");
        using var refused = await host.PostAsync(new Uri("/api/v1/events", UriKind.Relative), nonsense);
        ((int)(await refused.Content.ReadFromJsonAsync<JsonObject>())!["refusedCount"]!).ShouldBe(1);
        await using var visit = await browser.VisitAsync(quiet.Shop.Host);
        await visit.OpenAsync("/");
        await visit.Page.WaitForSelectorAsync("#trend .top"); // what takes longest

        // Of today, as reports have it: from midnight on.
        var segments = await quiet.Shop.AskAsync("/segments");
        var flows = await quiet.Shop.ListAsync("/migrations/flows?from=2025-06-01T00:00:00Z&to=2025-06-01T12:00:00Z&bucket=month");
        flows.ShouldNotBeEmpty();
        (await visit.NumbersAsync("#figures")).Take(3).ShouldBe(
            [(double)segments["customers"]!, (double)segments["lapsed"]!, flows.Sum(flow => (double)flow["count"]!)]);
        var rows = await visit.Page.EvalOnSelectorAllAsync<double[][]>(
            "#segments tr[data-segment]", "rows => rows.map(row => [...row.querySelectorAll('data')].map(number => Number(number.value)))");
        rows.ShouldBe(segments["segments"]!.AsArray().Select(size =>
        {
            var (came, went) = (Moves("to", (string)size!["id"]!), Moves("from", (string)size["id"]!));
            return new[] { (double)size["customers"]!, (double)size["share"]!, (double)size["revenueShare"]!, came - went, came, went };
        }));

        // The chart is as high as the day with most customers in segments, and goes from the first with any to the last of the series.
        var series = await quiet.Shop.ListAsync("/migrations/series?from=2025-03-03T12:00:00Z&to=2025-06-01T12:00:00Z&bucket=day");
        var days = series.Where(point => (string?)point["segment"] is not null).GroupBy(MigrationPages.StepOf)
            .ToDictionary(day => day.Key, day => day.Sum(point => (double)point["customers"]!));
        (await visit.NumbersAsync("#trend .top")).ShouldBe([days.Values.Max()]);
        (await visit.Page.EvalOnSelectorAllAsync<string[]>("#trend figcaption time", "times => times.map(time => time.dateTime.slice(0, 10))"))
            .ShouldBe([days.Where(day => day.Value > 0).Min(day => day.Key)![..10], days.Keys.Max()![..10]]);

        var model = await quiet.Shop.AskAsync("/models/current");
        (await visit.TextAsync("#model dd:first-of-type")).ShouldBe($"{model["version"]} ({model["algorithm"]})");
        var stream = await visit.TextAsync("#stream");
        stream.ShouldContain("Recording");
        stream.ShouldContain("0 events accepted and not yet durable");
        stream.ShouldContain("1 events since this host started");
        stream.ShouldContain("0 migrations");

        double Moves(string side, string id) => flows.Where(flow => (string?)flow[side] == id).Sum(flow => (double)flow["count"]!);
    }

    [Fact]
    public async Task A_purchase_appears_without_a_reload()
    {
        await using var visit = await browser.VisitAsync(shop.Host);
        await visit.OpenAsync("/");
        await visit.MarkAsync();
        var before = (await visit.NumbersAsync(Customers)).Sum();

        await shop.RecordAsync(shop.Purchase("overview-newcomer", Shop.Now, 40));
        await Eventually.TrueAsync(async () => (await visit.NumbersAsync(Customers)).Sum() > before, "one customer more");
        (await visit.IsMarkedAsync()).ShouldBeTrue();
        visit.Complaints.ShouldBeEmpty();
    }

    private async Task<IReadOnlyList<JsonNode?>> SegmentsAsync() => [.. (await shop.AskAsync("/segments"))["segments"]!.AsArray()];

    private async Task<double[]> SizesAsync() => [.. (await SegmentsAsync()).Select(segment => (double)segment!["customers"]!)];
}
