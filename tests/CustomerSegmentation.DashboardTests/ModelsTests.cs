using System.Text.Json.Nodes;

namespace CustomerSegmentation.DashboardTests;

/// <summary>The pages of models show what the API says of them.</summary>
public sealed class ModelsTests(Browser browser) : IAsyncLifetime
{
    private ModelShop _shop = null!;

    public async ValueTask InitializeAsync() => _shop = await ModelShop.OpenAsync();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task The_versions_and_their_figures_are_those_of_the_API()
    {
        await _shop.PostAsync("/models/fit", """{"minK":2,"maxK":5,"publish":true}""");
        await _shop.PostAsync("/models/fit", """{"k":4,"algorithm":"gaussianMixture"}""");
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
        await _shop.PostAsync("/models/fit", """{"minK":2,"maxK":5,"publish":true}""");
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
        (await visit.NumbersAsync("[data-field=explained]")).Sum().ShouldBeInRange(0.5, 1);
        (await visit.Page.EvalOnSelectorAllAsync<double[]>("td[data-field=sampled] data", "found => found.map(one => Number(one.value))"))
            .ShouldBe([30, 30, 30], "a sample of ninety is everybody");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_preview_of_a_candidate_is_that_of_its_fit()
    {
        var fit = await _shop.PostAsync("/models/fit", """{"k":3}""");
        await using var visit = await _shop.VisitAsync(browser, "/models/1");

        await visit.Page.WaitForSelectorAsync("[data-preview=there]");
        var preview = fit["preview"]!;
        (await visit.NumbersAsync("[data-field=moved]")).ShouldBe([(double)preview["moved"]!]);
        (await visit.NumbersAsync("[data-preview] [data-field=customers]")).ShouldBe([90]);
        (await visit.NumbersAsync("[data-field=revenue]")).Single().ShouldBe((double)preview["movedRevenue"]!, 1e-3);
        var moves = preview["moves"]!.AsArray();
        (await visit.NumbersAsync("[data-field=move]")).ShouldBe(moves.Select(move => (double)move!["customers"]!));
        (await ValuesAsync(visit, "tr[data-move]", "move")).ShouldBe(moves.Select(move => $"{move!["from"]}-{move["to"]}"));
        visit.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/models")]
    [InlineData("/models/1")]
    [InlineData("/models/1?publish=true")]
    public async Task A_page_of_models_fits_a_small_phone(string path)
    {
        await _shop.PostAsync("/models/fit", """{"minK":2,"maxK":4}""");
        await using var visit = await _shop.VisitAsync(browser, path, width: 360);
        (await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(360);
        (await visit.Page.Locator("h1").CountAsync()).ShouldBe(1);
        visit.Complaints.ShouldBeEmpty();
    }

    private static Task<string[]> ValuesAsync(Visit visit, string selector, string name) =>
        visit.Page.EvalOnSelectorAllAsync<string[]>(selector, $"found => found.map(one => one.dataset.{name})");
}
