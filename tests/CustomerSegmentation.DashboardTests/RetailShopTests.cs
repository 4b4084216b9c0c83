using System.Globalization;
using System.Text.Json.Nodes;
using static CustomerSegmentation.DashboardTests.MigrationPages;

namespace CustomerSegmentation.DashboardTests;

/// <summary>Over the year of a shop every page shows what the API says.</summary>
public abstract class RetailShopTests(Browser browser, RetailShop retail)
{
    private HostProcess _host = null!;

    [Fact]
    public async Task The_overview_shows_sizes_and_shares_of_customers_and_revenue()
    {
        await using var visit = await OpenAsync("/");
        var answer = await AskAsync("/segments");

        (await ShownAsync(visit, "#segments tr[data-segment]", "data")).Select(row => row.Take(3)).ShouldBe(
            answer["segments"]!.AsArray().Select(segment => Numbers(segment!, "customers", "share", "revenueShare")));
        (await visit.NumbersAsync("#figures")).Take(2).ShouldBe(Numbers(answer, "customers", "lapsed"));
        ((double)answer["customers"]!).ShouldBeGreaterThan(1_000);
        (await visit.NumbersAsync("#model"))[0].ShouldBe((double)answer["modelVersion"]!);
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_segments_show_averages_of_their_members_and_the_grid_counts_everybody()
    {
        await using var visit = await OpenAsync("/segments");
        var everybody = new List<JsonNode>();
        var rows = new List<double[]>();
        foreach (var segment in (await AskAsync("/segments"))["segments"]!.AsArray())
        {
            var members = await MembersAsync((string)segment!["id"]!);
            everybody.AddRange(members);
            rows.Add([.. Numbers(segment, "customers", "share", "revenueShare"), Mean(members, "recencyDays"), Mean(members, "frequency"), Mean(members, "monetary")]);
        }

        await visit.Page.WaitForSelectorAsync("[data-cell]");
        ShouldBeNear(await ShownAsync(visit, "#segments tr[data-segment]", "[data-field] data"), rows);

        // The default thresholds, docs/configuration.md: days 14, 45, 90, 180; orders 2, 3, 5, 10.
        var cells = everybody.CountBy(member =>
            (R: 5 - new[] { 14, 45, 90, 180 }.Count(bound => (double)member["recencyDays"]! > bound),
             F: 1 + new[] { 2, 3, 5, 10 }.Count(bound => (double)member["frequency"]! >= bound))).ToDictionary();
        (await visit.NumbersAsync("[data-cell] strong")).ShouldBe(
            from r in Enumerable.Range(1, 5).Reverse()
            from f in Enumerable.Range(1, 5)
            select (double)cells.GetValueOrDefault((r, f)));
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_segment_shows_its_profile_and_its_members_page_by_page()
    {
        await RetailAsync();
        var largest = (await AskAsync("/segments"))["segments"]!.AsArray().MaxBy(segment => (int)segment!["customers"]!)!;
        var id = (string)largest["id"]!;
        await using var visit = await OpenAsync($"/segments/{id}?limit=100");
        var members = await MembersAsync(id);

        await visit.Page.WaitForSelectorAsync("#profile tr");
        (await visit.TextAsync("h1")).ShouldBe((string)largest["name"]!);
        foreach (var (row, figure) in ((string, string)[])[("recency", "recencyDays"), ("frequency", "frequency"), ("monetary", "monetary")])
        {
            (await visit.NumbersAsync($"#profile [data-measure={row}]"))[0].ShouldBe(Mean(members, figure), 1e-6, row);
        }

        await visit.Page.WaitForSelectorAsync("#member-list tr[data-customer]");
        var first = (await AskAsync($"/segments/{id}/customers?limit=100"))["items"]!.AsArray();
        (await visit.Page.EvalOnSelectorAllAsync<string[]>("#member-list tr[data-customer]", "rows => rows.map(row => row.dataset.customer)"))
            .ShouldBe(first.Select(member => (string)member!["customerId"]!));
        (await visit.NumbersAsync("#member-list [data-field=monetary]")).ShouldBe(first.Select(member => (double)member!["monetary"]!));
        visit.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("&refits=true")]
    public async Task Migration_shows_who_moved_between_two_moments(string filter)
    {
        await using var visit = await OpenAsync($"/migration?from=2011-06-01&to=2011-11-30{filter}");
        await visit.Page.WaitForSelectorAsync("#matrix td[data-from]");
        var matrix = (JsonObject)await AskAsync($"/migrations/matrix?from=2011-06-01T00:00:00Z&to=2011-12-01T00:00:00Z{filter}");
        var cells = CellsOf(matrix);

        cells.Values.Sum().ShouldBeGreaterThan(500, "the customers of the spring");
        (await CellsAsync(visit, "#matrix td[data-from]", "Number(cell.querySelector('data').value)")).ShouldBe(cells, ignoreOrder: true);
        (await CellsAsync(visit, "#flow a[data-from]", "Number(cell.dataset.customers)")).ShouldBe(cells, ignoreOrder: true);
        visit.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(RetailSample.Busiest)]
    [InlineData(RetailSample.GaveAllBack)] // no order counts
    public async Task A_customer_is_shown_with_all_that_the_API_says(string id)
    {
        await using var visit = await OpenAsync($"/customers/{id}");
        var customer = await AskAsync($"/customers/{id}");

        (await visit.TextAsync("[data-field=segment]")).ShouldBe(Name(customer["segment"]));
        (await visit.NumbersAsync("[data-field=frequency]")).ShouldBe(Numbers(customer, "frequency"));
        (await visit.NumbersAsync("[data-field=monetary]")).ShouldBe(Numbers(customer, "monetary"));
        (await visit.NumbersAsync("[data-field=recency]")).ShouldBe(customer["recencyDays"] is null ? [] : Numbers(customer, "recencyDays"));
        var history = (await AskAsync($"/customers/{id}/history?limit=10"))["items"]!.AsArray();
        history.Count.ShouldBeGreaterThan(1);
        (await visit.Page.EvalOnSelectorAllAsync<string[]>("[data-sequence]", "entries => entries.map(entry => entry.dataset.sequence)"))
            .ShouldBe(history.Select(migration => migration!["sequence"]!.ToString()));
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_models_are_those_of_its_refits_with_their_figures()
    {
        await using var visit = await OpenAsync("/models");
        var models = (await AskAsync("/models"))["items"]!.AsArray();

        models.Count.ShouldBeGreaterThan(3, "rules, a refit every ninety days, and the last one");
        (await visit.Page.EvalOnSelectorAllAsync<string[]>("#versions tr[data-version]", "rows => rows.map(row => row.dataset.version)"))
            .ShouldBe(models.Select(model => model!["version"]!.ToString()));
        foreach (var model in models)
        {
            var row = $"#versions tr[data-version='{model!["version"]}']";
            var chosen = model["metrics"]!.AsArray().FirstOrDefault(tried => (int)tried!["k"]! == (int)model["k"]!);
            (await visit.NumbersAsync($"{row} [data-field=k]")).ShouldBe(Numbers(model, "k"));
            (await visit.NumbersAsync($"{row} [data-field=silhouette]")).ShouldBe(chosen is null ? [] : Numbers(chosen, "silhouette"));
            (await visit.NumbersAsync($"{row} [data-field=inertia]")).ShouldBe(chosen is null ? [] : Numbers(chosen, "inertia"));
        }

        await visit.Page.WaitForSelectorAsync("[data-field=explained]");
        var current = await AskAsync("/models/current");
        foreach (var segment in current["segments"]!.AsArray())
        {
            (await visit.NumbersAsync($".centroids tr[data-segment='{segment!["id"]}'] td")).ShouldBe(
                Numbers(segment["centroid"]!, "recencyDays", "frequency", "monetary"));
        }

        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Live_ends_with_the_refit_that_moved_everybody()
    {
        await using var visit = await OpenAsync("/live?cause=refit");
        var shown = await visit.Page.EvalOnSelectorAllAsync<string[][]>(
            "#migrations tbody tr", "rows => rows.map(row => [...['Customer', 'From', 'To', 'Cause'].map(label => row.querySelector(`[data-label=${label}]`).innerText), row.dataset.position])");
        shown.Length.ShouldBe(100);
        shown.Select(row => long.Parse(row[4], CultureInfo.InvariantCulture)).ShouldBeInOrder(SortDirection.Descending);
        foreach (var row in shown.Take(10))
        {
            // Nothing came after the last fit, so their newest migration is that one.
            var newest = (await AskAsync($"/customers/{row[0]}/history?limit=1"))["items"]![0]!;
            row[1..4].ShouldBe([Name(newest["from"]), Name(newest["to"]), (string)newest["cause"]!]);
        }

        visit.Complaints.ShouldBeEmpty();
    }

    private async Task RetailAsync() => _host = await retail.OpenAsync();

    private async Task<Visit> OpenAsync(string path)
    {
        await RetailAsync();
        var visit = await browser.VisitAsync(_host);
        await visit.OpenAsync(path);
        return visit;
    }

    private Task<JsonNode> AskAsync(string path) => RetailShop.AskAsync(_host, path);

    private async Task<List<JsonNode>> MembersAsync(string segment)
    {
        var lines = await _host.Http.GetStringAsync(new Uri($"/api/v1/segments/{segment}/customers?format=ndjson", UriKind.Relative));
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }

    private static Task<double[][]> ShownAsync(Visit visit, string rows, string numbers) => visit.Page.EvalOnSelectorAllAsync<double[][]>(
        rows, $"rows => rows.map(row => [...row.querySelectorAll('{numbers}')].map(number => Number(number.value)))");

    private static string Name(JsonNode? segment) => segment is null ? "No segment" : (string)segment["name"]!;

    private static double[] Numbers(JsonNode node, params string[] names) => [.. names.Select(name => (double)node[name]!)];

    private static double Mean(IEnumerable<JsonNode> members, string figure) => members.Average(member => (double)member[figure]!);

    private static void ShouldBeNear(double[][] shown, List<double[]> expected)
    {
        shown.Length.ShouldBe(expected.Count);
        foreach (var (one, other) in shown.Zip(expected))
        {
            one.ShouldBe(other, 1e-6);
        }
    }
}
