using System.Globalization;
using System.Net;
using Microsoft.Playwright;

namespace CustomerSegmentation.DashboardTests;

/// <summary>Fitting and publishing on pages, by whoever may.</summary>
public abstract class PublishingTests(Browser browser, ModelShop shop)
{
    [Fact]
    public async Task A_candidate_is_fitted_looked_at_published_and_the_version_before_comes_back()
    {
        var before = await InForceAsync();
        await using var visit = await shop.VisitAsync(browser, "/models");
        await visit.Page.GetByLabel("Segments", new() { Exact = true }).FillAsync("3");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Fit a candidate" }).ClickAsync();
        await visit.Page.WaitForURLAsync("**/models/*");
        var version = int.Parse(new Uri(visit.Page.Url).Segments[^1], CultureInfo.InvariantCulture);
        version.ShouldBeGreaterThan(0);
        (await InForceAsync()).ShouldBe(before, "a candidate changes nothing");

        await PublishAsync(visit, version);
        (await InForceAsync()).ShouldBe(version);
        (await visit.TextAsync("#facts")).ShouldContain("in force");

        await visit.OpenAsync($"/models/{before}");
        await PublishAsync(visit, before);
        (await InForceAsync()).ShouldBe(before);
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_open_page_hears_of_a_publication_and_keeps_what_is_being_typed()
    {
        var version = await FitAsync(3);
        await using var visit = await shop.VisitAsync(browser, "/models");
        await visit.MarkAsync();
        await visit.Page.GetByLabel("Seed").FillAsync("77");

        await shop.PostAsync($"/models/{version}/publish", "");
        await Eventually.TrueAsync(
            async () => await visit.Page.Locator($"#versions tr[aria-current=true][data-version='{version}']").CountAsync() == 1, "that version is in force");
        (await visit.Page.GetByLabel("Seed").InputValueAsync()).ShouldBe("77");
        (await visit.Page.EvaluateAsync<string>("document.activeElement.name")).ShouldBe("seed");
        (await visit.IsMarkedAsync()).ShouldBeTrue();
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_frame_keeps_its_place_and_the_keyboard_while_what_is_in_it_is_put_in_anew()
    {
        const string Frame = "#lineage .scroll";
        await FitAsync(3);
        await FitAsync(4);
        await using var visit = await shop.VisitAsync(browser, "/models", width: 360);
        await visit.Page.EvalOnSelectorAsync(Frame, "frame => { frame.focus(); frame.scrollLeft = 50; frame.isOld = true; }");
        await FitAsync(3);
        await Eventually.TrueAsync(async () => await visit.Page.EvalOnSelectorAsync<bool>(Frame, "frame => frame.isOld !== true"), "a lineage with one version more");
        (await visit.Page.EvalOnSelectorAsync<double>(Frame, "frame => frame.scrollLeft")).ShouldBe(50);
        (await visit.Page.EvalOnSelectorAsync<bool>(Frame, "frame => frame === document.activeElement")).ShouldBeTrue();
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_fit_that_makes_no_sense_is_refused_with_a_sentence()
    {
        await using var visit = await shop.VisitAsync(browser, "/models");
        await visit.Page.GetByLabel("or from").FillAsync("7");
        await visit.Page.GetByLabel("up to").FillAsync("4");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Fit a candidate" }).ClickAsync();
        await visit.Page.Locator("[data-work=refused]", new() { HasText = "minK 7 is above maxK 4." }).WaitForAsync();
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_has_seen_the_preview_against_another_model_must_look_again()
    {
        var (seen, another) = (await FitAsync(3), await FitAsync(4));
        await using var visit = await shop.VisitAsync(browser, $"/models/{seen}?publish=true");
        await shop.PostAsync($"/models/{another}/publish", "");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = $"Yes, publish version {seen}" }).ClickAsync();
        await visit.Page.Locator("[data-work=refused]", new() { HasText = $"Version {another} has come into force since the preview was shown" }).WaitForAsync();
        (await InForceAsync()).ShouldBe(another);
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_that_reads_sees_no_way_to_change_anything_and_has_none()
    {
        var (before, version) = (await InForceAsync(), await FitAsync(3));
        await using var visit = await shop.VisitAsync(browser, "/models", ModelShop.ReadKey);
        (await visit.Page.Locator("main form").CountAsync()).ShouldBe(0);
        await visit.OpenAsync($"/models/{version}?publish=true");
        (await visit.Page.Locator("main form, main .button").CountAsync()).ShouldBe(0);
        visit.Complaints.ShouldBeEmpty();

        using var http = new HttpClient { BaseAddress = shop.Host.Http.BaseAddress };
        http.DefaultRequestHeaders.Add("X-Api-Key", ModelShop.ReadKey);
        foreach (var path in (string[])["/models/fit", $"/models/{version}/publish"])
        {
            using var form = new FormUrlEncodedContent([new("replaces", before.ToString(CultureInfo.InvariantCulture))]);
            using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), form);
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }

        (await InForceAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task A_version_that_is_not_there_is_said_to_be_missing()
    {
        await using var visit = await shop.VisitAsync(browser, "/models");
        await visit.OpenAsync("/models/99", status: 404);
        (await visit.TextAsync("main")).ShouldContain("There is no version 99");
    }

    private static async Task PublishAsync(Visit visit, int version)
    {
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = $"Publish version {version} …" }).ClickAsync();
        await visit.Page.WaitForSelectorAsync("[data-preview=there]");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = $"Yes, publish version {version}" }).ClickAsync();
        await visit.Page.Locator("[data-work=done]", new() { HasText = $"Version {version} is in force" }).WaitForAsync();
    }

    private async Task<int> FitAsync(int segments) => (int)(await shop.PostAsync("/models/fit", $$"""{"k":{{segments}}}"""))["version"]!;

    private async Task<int> InForceAsync() => (int)(await shop.AskAsync("/models/current"))["version"]!;
}
