using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace CustomerSegmentation.DashboardTests;

/// <summary>The page of migration shows what the reports of the API say of the same moments.</summary>
public sealed class MigrationTests(Browser browser, Shop shop)
{
    /// <summary>A period that is over, so that no other test changes it.</summary>
    private const string Days = "from=2025-04-01&to=2025-05-20";

    /// <summary>A day stands for its beginning at the start and for its end at the end.</summary>
    private const string Moments = "from=2025-04-01T00:00:00Z&to=2025-05-21T00:00:00Z";

    [Theory]
    [InlineData("")]
    [InlineData("&refits=true")]
    [InlineData("&cause=decay")]
    public async Task Matrix_list_and_bands_are_the_matrix_of_the_API(string filters)
    {
        await using var visit = await CountedAsync($"/migration?{Days}{filters}");
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
        await using var visit = await CountedAsync($"/migration?{Days}");
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
        await using var visit = await CountedAsync($"/migration?{Days}&stayers=false");
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
        await using var visit = await CountedAsync($"/migration?{Days}");
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
        await using var visit = await CountedAsync("/migration?from=2025-04-02&to=2025-04-04&bucket=day");
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

    [Theory]
    [InlineData("day", "from=2025-05-01&to=2025-05-20", "from=2025-05-01T00:00:00Z&to=2025-05-21T00:00:00Z")]
    [InlineData("week", Days, Moments)]
    [InlineData("month", Days, Moments)]
    public async Task Moves_and_sizes_over_time_are_those_of_the_API(string bucket, string days, string moments)
    {
        await using var visit = await CountedAsync($"/migration?{days}&bucket={bucket}");
        var flows = await ListAsync($"/migrations/flows?{moments}&bucket={bucket}");
        var moves = flows.GroupBy(flow => StepOf(flow)).ToDictionary(step => step.Key, step => step.Sum(flow => (double)flow["count"]!));
        var shown = await RowsAsync(visit, "#steps-table .moves tbody tr", "[row.dataset.step, ...[...row.querySelectorAll('td data')].map(one => one.value)]");
        shown.Where(row => row.Skip(1).Sum(Plain) > 0).ToDictionary(row => row[0], row => row.Skip(1).Sum(Plain)).ShouldBe(moves, ignoreOrder: true);

        var series = await ListAsync($"/migrations/series?{moments}&bucket={bucket}");
        var sizes = series.Select(point => $"{StepOf(point)} {(string?)point["segment"] ?? "none"} {(long)point["customers"]!}");
        var rows = await RowsAsync(
            visit, "#steps-table .sizes tbody td", "[row.closest('tr').dataset.step, row.dataset.segment, row.querySelector('data').value]");
        rows.Select(row => string.Join(' ', row)).ShouldBe(sizes, ignoreOrder: true);
    }

    [Fact]
    public async Task Retention_is_that_of_the_API_for_the_segment_chosen()
    {
        await using var visit = await CountedAsync($"/migration?{Days}&segment=champions");
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
        await using var visit = await CountedAsync($"/migration?{Days}");

        // Other tests record meanwhile: sooner or later both are asked at a quiet moment.
        await Eventually.TrueAsync(async () =>
        {
            var forecast = await shop.AskAsync("/segments/forecast");
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
        await using var visit = await CountedAsync($"/migration?{Days}");
        var matrix = await shop.AskAsync($"/migrations/matrix?{Moments}&refits=true");
        var ids = matrix["segments"]!.AsArray().Select(segment => (string)segment!["id"]!).ToList();
        foreach (var id in ids)
        {
            var column = ids.IndexOf(id);
            var actual = matrix["counts"]!.AsArray().Sum(row => (double)row![column]!);
            var start = RowOf(matrix, column);
            var shown = await visit.NumbersAsync($"#hindsight tr[data-segment='{id}'] td[data-field=start]");
            if (shown.Length > 0)
            {
                shown.ShouldBe([start], id);

                // Whoever had been in a segment before the start and was in none comes back as entered.
                (await visit.NumbersAsync($"#hindsight tr[data-segment='{id}'] td[data-field=actual]"))[0].ShouldBeInRange(
                    actual, actual + (double)matrix["entered"]![column]!, id);
            }
        }
    }

    [Fact]
    public async Task A_filter_is_sent_as_it_is_changed_and_what_is_open_stays_open()
    {
        await using var visit = await CountedAsync($"/migration?{Days}");
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
    [InlineData("/migration?from=yesterday", "'yesterday' is no day such as 2026-03-01")]
    [InlineData("/migration/customers?fromSegment=nowhere&toSegment=champions", "There never was a segment 'nowhere'")]
    public async Task What_makes_no_sense_is_said(string path, string problem)
    {
        using var response = await shop.Host.Http.GetAsync(new Uri(path, UriKind.Relative));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()).ShouldContain(problem);
    }

    private async Task<Visit> CountedAsync(string path)
    {
        var visit = await browser.VisitAsync(shop.Host);
        await visit.OpenAsync(path);
        await Eventually.TrueAsync(async () => await visit.Page.Locator("[data-counting]").CountAsync() == 0, "all is counted");
        return visit;
    }

    private async Task<List<JsonNode>> ListAsync(string path) =>
        [.. JsonNode.Parse(await shop.Host.Http.GetStringAsync(new Uri("/api/v1" + path, UriKind.Relative)))!.AsArray().Select(one => one!)];

    private static async Task<Dictionary<(string From, string To), double>> CellsAsync(Visit visit, string selector, string number)
    {
        var rows = await RowsAsync(visit, selector, $"(cell => [cell.dataset.from, cell.dataset.to, String({number})])(row)");
        return rows.Select(row => (row[0], row[1], Plain(row[2]))).Where(cell => cell.Item3 > 0).ToDictionary(cell => (cell.Item1, cell.Item2), cell => cell.Item3);
    }

    private static Task<string[][]> RowsAsync(Visit visit, string selector, string row) =>
        visit.Page.EvalOnSelectorAllAsync<string[][]>(selector, $"rows => rows.map(row => {row})");

    private static Dictionary<(string From, string To), double> CellsOf(JsonObject matrix)
    {
        var ids = matrix["segments"]!.AsArray().Select(segment => (string)segment!["id"]!).ToList();
        var cells = new Dictionary<(string, string), double>();
        for (var i = 0; i < ids.Count; i++)
        {
            cells[("none", ids[i])] = (double)matrix["entered"]![i]!;
            cells[(ids[i], "none")] = (double)matrix["left"]![i]!;
            for (var j = 0; j < ids.Count; j++)
            {
                cells[(ids[i], ids[j])] = (double)matrix["counts"]![i]![j]!;
            }
        }

        return cells.Where(cell => cell.Value > 0).ToDictionary();
    }

    private static double RowOf(JsonObject matrix, int row) =>
        matrix["counts"]![row]!.AsArray().Sum(count => (double)count!) + (double)matrix["left"]![row]!;

    private static bool Same(Dictionary<(string From, string To), double> shown, Dictionary<(string From, string To), double> expected) =>
        shown.Count == expected.Count && shown.All(cell => expected.TryGetValue(cell.Key, out var value) && value == cell.Value);

    private static string StepOf(JsonNode row) => DateTimeOffset.Parse((string)row["bucket"]!, CultureInfo.InvariantCulture)
        .UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static double Plain(string number) => double.Parse(number, CultureInfo.InvariantCulture);
}
