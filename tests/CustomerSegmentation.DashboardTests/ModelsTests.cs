using System.Text.Json.Nodes;

namespace CustomerSegmentation.DashboardTests;

/// <summary>The pages of models show what the API says of them.</summary>
public abstract class ModelsTests(Browser browser, FittedShop fitted)
{
    private readonly ModelShop _shop = fitted.Shop;

    [Fact]
    public async Task The_versions_and_their_figures_are_those_of_the_API()
    {
        await using var visit = await _shop.VisitAsync(browser, "/models");

        var models = (await _shop.AskAsync("/models"))["items"]!.AsArray();
        (await ValuesAsync(visit, "#versions tr[data-version]", "version")).ShouldBe(models.Select(model => model!["version"]!.ToString()));
        (await ValuesAsync(visit, "#versions tr[aria-current=true]", "version")).ShouldBe(["1"]);
        foreach (var model in models)
        {
            var row = $"#versions tr[data-version='{model!["version"]}']";
            (await visit.TextAsync($"{row} [data-field=algorithm]")).ShouldBe((string)model["algorithm"]!);
            (await visit.NumbersAsync($"{row} [data-field=k]")).ShouldBe([(double)model["k"]!]);
            var chosen = model["metrics"]!.AsArray().FirstOrDefault(tried => (int)tried!["k"]! == (int)model["k"]!);
            (await visit.NumbersAsync($"{row} [data-field=silhouette]")).ShouldBe(chosen is null ? [] : [(double)chosen["silhouette"]!]);
            (await visit.NumbersAsync($"{row} [data-field=inertia]")).ShouldBe(chosen is null ? [] : [(double)chosen["inertia"]!]);
            (await visit.TextAsync($"{row} [data-field=gates]")).ShouldBe(
                model["gates"]!.AsArray() is not { Count: > 0 } gates ? "–"
                : gates.All(gate => (bool)gate!["passed"]!) ? "all passed"
                : "not passed: " + string.Join(", ", gates.Where(gate => !(bool)gate!["passed"]!).Select(gate => gate!["name"])));
        }

        (await visit.TextAsync("#lineage tr[data-version='2'] [data-field=since]")).ShouldBe("Version 1");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_version_shows_every_number_tried_its_centroids_gates_and_lineage()
    {
        await using var visit = await _shop.VisitAsync(browser, "/models/1");

        var model = await _shop.AskAsync("/models/1");
        var metrics = model["metrics"]!.AsArray();
        metrics.Count.ShouldBe(4);
        (await ValuesAsync(visit, "tr[data-k]", "k")).ShouldBe(["2", "3", "4", "5"]);
        foreach (var tried in metrics)
        {
            (await visit.NumbersAsync($"tr[data-k='{tried!["k"]}'] td")).ShouldBe(
                [(double)tried["inertia"]!, (double)tried["silhouette"]!, (double)tried["calinskiHarabasz"]!, (double)tried["daviesBouldin"]!]);
        }

        (await visit.Page.Locator(".charts circle").CountAsync()).ShouldBe(2 * 4, "inertia and silhouette, a point a number tried");
        (await visit.Page.Locator(".charts circle.chosen").CountAsync()).ShouldBe(2);
        foreach (var segment in model["segments"]!.AsArray())
        {
            (await visit.NumbersAsync($".centroids tr[data-segment='{segment!["id"]}'] td")).ShouldBe(
                [(double)segment["centroid"]!["recencyDays"]!, (double)segment["centroid"]!["frequency"]!, (double)segment["centroid"]!["monetary"]!]);
        }

        (await ValuesAsync(visit, "tr[data-gate]", "gate")).ShouldBe(model["gates"]!.AsArray().Select(gate => (string)gate!["name"]!));
        var events = model["lineage"]!.AsArray().Select(step => (string)step!["event"]!).ToArray();
        (await ValuesAsync(visit, "tr[data-event]", "event")).ShouldBe(events);
        await visit.Page.WaitForSelectorAsync("[data-field=explained] data"); // of a sample, which may take longer than the rest
        (await visit.NumbersAsync("[data-field=explained]")).Sum().ShouldBeInRange(0.5, 1);
        (await visit.Page.EvalOnSelectorAllAsync<double[]>("td[data-field=sampled] data", "found => found.map(one => Number(one.value))"))
            .ShouldBe([30, 30, 30], "a sample of ninety is everybody");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_preview_of_a_candidate_is_that_of_its_fit()
    {
        await using var visit = await _shop.VisitAsync(browser, "/models/3");

        await visit.Page.WaitForSelectorAsync("[data-preview=there]");
        var preview = fitted.Candidate["preview"]!;
        ((int)preview["moved"]!).ShouldBeGreaterThan(0);
        (await visit.NumbersAsync("[data-field=moved]")).ShouldBe([(double)preview["moved"]!]);
        (await visit.NumbersAsync("[data-preview] [data-field=customers]")).ShouldBe([90]);
        (await visit.NumbersAsync("[data-field=revenue]")).Single().ShouldBe((double)preview["movedRevenue"]!, 1e-3);
        var moves = preview["moves"]!.AsArray();
        (await visit.NumbersAsync("[data-field=move]")).ShouldBe(moves.Select(move => (double)move!["customers"]!));
        (await ValuesAsync(visit, "tr[data-move]", "move")).ShouldBe(moves.Select(move => $"{move!["from"]}-{move["to"]}"));
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_customer_s_page_shows_how_near_the_other_segments_are()
    {
        await using var visit = await _shop.VisitAsync(browser, "/customers/C-01");
        (await _shop.AskAsync("/customers/C-01"))["alternatives"]!.AsArray().Count.ShouldBe(2);
        await visit.ShowsWhatComesNextAsync("C-01", _shop.AskAsync);
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Pages_of_models_fit_a_small_phone_and_break_no_rule_of_axe()
    {
        await using var visit = await _shop.VisitAsync(browser, "/models");
        await visit.LookAsync();
        await visit.Page.SetViewportSizeAsync(1280, 900);
        await visit.OpenAsync("/models/3?publish=true");
        await visit.Page.WaitForSelectorAsync("[data-preview=there]");
        await visit.LookAsync();
        visit.Complaints.ShouldBeEmpty();
    }

    private static Task<string[]> ValuesAsync(Visit visit, string selector, string name) =>
        visit.Page.EvalOnSelectorAllAsync<string[]>(selector, $"found => found.map(one => one.dataset.{name})");
}
