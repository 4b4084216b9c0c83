using static CustomerSegmentation.DashboardTests.MigrationPages;

namespace CustomerSegmentation.DashboardTests;

/// <summary>Series, retention and forecasts on the page of migration are those of the API.</summary>
public abstract class MigrationReportsTests(Browser browser, Shop shop, QuietShop quiet)
{
    [Theory]
    [InlineData("day", "from=2025-05-01&to=2025-05-20", "from=2025-05-01T00:00:00Z&to=2025-05-21T00:00:00Z")]
    [InlineData("week", Days, Moments)]
    [InlineData("month", Days, Moments)]
    public async Task Moves_and_sizes_over_time_are_those_of_the_API(string bucket, string days, string moments)
    {
        await using var visit = await browser.CountedAsync(shop, $"/migration?{days}&bucket={bucket}");
        var flows = await shop.ListAsync($"/migrations/flows?{moments}&bucket={bucket}");
        var moves = flows.GroupBy(flow => StepOf(flow)).ToDictionary(step => step.Key, step => step.Sum(flow => (double)flow["count"]!));
        var shown = await RowsAsync(visit, "#steps-table .moves tbody tr", "[row.dataset.step, ...[...row.querySelectorAll('td data')].map(one => one.value)]");
        shown.Where(row => row.Skip(1).Sum(Plain) > 0).ToDictionary(row => row[0], row => row.Skip(1).Sum(Plain)).ShouldBe(moves, ignoreOrder: true);

        var series = await shop.ListAsync($"/migrations/series?{moments}&bucket={bucket}");
        var sizes = series.Select(point => $"{StepOf(point)} {(string?)point["segment"] ?? "none"} {(long)point["customers"]!}");
        var rows = await RowsAsync(
            visit, "#steps-table .sizes tbody td", "[row.closest('tr').dataset.step, row.dataset.segment, row.querySelector('data').value]");
        rows.Select(row => string.Join(' ', row)).ShouldBe(sizes, ignoreOrder: true);
    }

    [Fact]
    public async Task Retention_is_that_of_the_API_for_the_segment_chosen()
    {
        await using var visit = await browser.CountedAsync(shop, $"/migration?{Days}&segment=champions");
        var retention = await shop.AskAsync($"/segments/champions/retention?{Moments}");
        ((long)retention["entered"]!).ShouldBeGreaterThan(0);
        (await visit.NumbersAsync("#retention [data-field=entered]")).ShouldBe([(double)retention["entered"]!]);
        foreach (var age in retention["retention"]!.AsArray())
        {
            var shown = await visit.NumbersAsync($"#retention tr[data-days='{age!["days"]}'] td.number");
            shown.ShouldBe([(double)age["stayed"]!, (double)age["entered"]!]);
        }

        await visit.MarkAsync();
        await visit.Page.Locator("#retention .chips a").Last.ClickAsync();
        await Eventually.TrueAsync(async () => await visit.Page.Locator("#retention .chips a[aria-current]").Last.EvaluateAsync<bool>(
            "chosen => chosen.closest('li') === chosen.closest('ul').lastElementChild"), "the other segment");
        (await visit.IsMarkedAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task The_forecast_from_now_is_that_of_the_API()
    {
        // Where nobody else records: the page is asked now, the API a moment later.
        await using var visit = await browser.CountedAsync(quiet.Shop, $"/migration?{Days}");
        await Eventually.TrueAsync(async () =>
        {
            var forecast = await quiet.Shop.AskAsync("/segments/forecast");
            var rows = forecast["horizons"]![0]!["segments"]!.AsArray();
            var idle = await visit.NumbersAsync("#outlook td[data-field=idle]:nth-of-type(2)");
            var expected = await visit.NumbersAsync("#outlook td[data-field=expected]:nth-of-type(3)");
            return idle.SequenceEqual(rows.Select(row => (double)row!["ifNobodyBuys"]!))
                && expected.SequenceEqual(rows.SelectMany(row => new[] { "expected", "low", "high" }.Select(name => (double)row!["chain"]![name]!)));
        }, "the forecast of the API");
    }

    [Fact]
    public async Task What_came_of_a_forecast_is_where_its_customers_are_by_the_matrix()
    {
        await using var visit = await browser.CountedAsync(shop, $"/migration?{Days}");
        var matrix = await shop.AskAsync($"/migrations/matrix?{Moments}&refits=true");
        var ids = matrix["segments"]!.AsArray().Select(segment => (string)segment!["id"]!).ToList();
        var rows = 0;
        foreach (var id in ids)
        {
            var column = ids.IndexOf(id);
            var actual = matrix["counts"]!.AsArray().Sum(row => (double)row![column]!);
            var start = RowOf(matrix, column);
            var shown = await visit.NumbersAsync($"#hindsight tr[data-segment='{id}'] td[data-field=start]");
            if (start == 0 && shown.Length == 0)
            {
                continue; // nobody was there, and nobody came of those who had been elsewhere
            }

            shown.ShouldBe([start], id);
            rows++;

            // Whoever had been in a segment before the start and was in none comes back as entered.
            (await visit.NumbersAsync($"#hindsight tr[data-segment='{id}'] td[data-field=actual]"))[0].ShouldBeInRange(
                actual, actual + (double)matrix["entered"]![column]!, id);
        }

        rows.ShouldBeGreaterThan(2);
    }
}
