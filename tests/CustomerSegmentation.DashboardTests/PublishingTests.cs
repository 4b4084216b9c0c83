using System.Net;
using Microsoft.Playwright;

namespace CustomerSegmentation.DashboardTests;

/// <summary>Fitting and publishing on pages, by whoever may.</summary>
public sealed class PublishingTests(Browser browser) : IAsyncLifetime
{
    private ModelShop _shop = null!;

    public async ValueTask InitializeAsync() => _shop = await ModelShop.OpenAsync();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task A_candidate_is_fitted_looked_at_published_and_the_version_before_comes_back()
    {
        await using var visit = await _shop.VisitAsync(browser, "/models");
        await visit.Page.GetByLabel("Segments", new() { Exact = true }).FillAsync("3");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Fit a candidate" }).ClickAsync();
        await visit.Page.WaitForURLAsync("**/models/1");
        (await InForceAsync()).ShouldBe(0, "a candidate changes nothing");

        await PublishAsync(visit, 1);
        (await InForceAsync()).ShouldBe(1);
        (await visit.TextAsync("#facts")).ShouldContain("in force");
        (await visit.TextAsync("#work")).ShouldContain("Version 1 is in force");

        await visit.OpenAsync("/models/0");
        await PublishAsync(visit, 0);
        (await InForceAsync()).ShouldBe(0);
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_open_page_hears_of_a_publication_and_keeps_what_is_being_typed()
    {
        await _shop.PostAsync("/models/fit", """{"k":3}""");
        await using var visit = await _shop.VisitAsync(browser, "/models");
        await visit.MarkAsync();
        await visit.Page.GetByLabel("Seed").FillAsync("77");

        await _shop.PostAsync("/models/1/publish", "");
        await visit.ShowsAsync(async () => await visit.Page.Locator("#versions tr[aria-current=true][data-version='1']").CountAsync() == 1, "version 1 is in force");
        (await visit.Page.GetByLabel("Seed").InputValueAsync()).ShouldBe("77");
        (await visit.Page.EvaluateAsync<string>("document.activeElement.name")).ShouldBe("seed");
        (await visit.IsMarkedAsync()).ShouldBeTrue();
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_fit_that_makes_no_sense_is_refused_with_a_sentence()
    {
        await using var visit = await _shop.VisitAsync(browser, "/models");
        await visit.Page.GetByLabel("or from").FillAsync("7");
        await visit.Page.GetByLabel("up to").FillAsync("4");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Fit a candidate" }).ClickAsync();
        await visit.Page.WaitForSelectorAsync("[data-work=refused]");
        (await visit.TextAsync("#work")).ShouldContain("minK 7 is above maxK 4.");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_has_seen_the_preview_against_another_model_must_look_again()
    {
        await _shop.PostAsync("/models/fit", """{"k":3}""");
        await _shop.PostAsync("/models/fit", """{"k":4}""");
        await using var visit = await _shop.VisitAsync(browser, "/models/1?publish=true");
        await _shop.PostAsync("/models/2/publish", "");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Yes, publish version 1" }).ClickAsync();
        await visit.Page.WaitForSelectorAsync("[data-work=refused]");
        (await visit.TextAsync("#work")).ShouldContain("Version 2 has come into force since the preview was shown");
        (await InForceAsync()).ShouldBe(2);
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_that_reads_sees_no_way_to_change_anything_and_has_none()
    {
        await _shop.PostAsync("/models/fit", """{"k":3}""");
        await using var visit = await _shop.VisitAsync(browser, "/models", ModelShop.ReadKey);
        (await visit.Page.Locator("main form").CountAsync()).ShouldBe(0);
        await visit.OpenAsync("/models/1?publish=true");
        (await visit.Page.Locator("main form, main .button").CountAsync()).ShouldBe(0);
        visit.Complaints.ShouldBeEmpty();

        using var http = new HttpClient { BaseAddress = _shop.Host.Http.BaseAddress };
        http.DefaultRequestHeaders.Add("X-Api-Key", ModelShop.ReadKey);
        foreach (var path in (string[])["/models/fit", "/models/1/publish"])
        {
            using var form = new FormUrlEncodedContent([new("replaces", "0")]);
            using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), form);
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }

        (await InForceAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_version_that_is_not_there_is_said_to_be_missing()
    {
        await using var visit = await _shop.VisitAsync(browser, "/models");
        await visit.OpenAsync("/models/99", status: 404);
        (await visit.TextAsync("main")).ShouldContain("There is no version 99");
    }

    private static async Task PublishAsync(Visit visit, int version)
    {
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = $"Publish version {version} …" }).ClickAsync();
        await visit.Page.WaitForSelectorAsync("[data-preview=there]");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = $"Yes, publish version {version}" }).ClickAsync();
        await visit.Page.WaitForSelectorAsync("[data-work=done]");
    }

    private async Task<int> InForceAsync() => (int)(await _shop.AskAsync("/models/current"))["version"]!;
}
