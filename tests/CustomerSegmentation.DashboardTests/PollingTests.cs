using Microsoft.Playwright;

namespace CustomerSegmentation.DashboardTests;

/// <summary>What a reader has in hand stays there while their page is kept fresh.</summary>
public sealed class PollingTests(Browser browser, EmbeddedShop shop)
{
    [Fact]
    public async Task A_link_that_is_pressed_while_its_part_changes_is_followed()
    {
        await using var visit = await browser.VisitAsync(shop.Host);
        await visit.OpenAsync("/live");
        await PressAsync(visit, "#migrations tbody a", "pressed-link");

        await visit.Page.Mouse.UpAsync();
        await visit.Page.WaitForURLAsync("**/customers/*");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_held_back_is_put_in_once_nothing_is_pressed()
    {
        await using var visit = await browser.VisitAsync(shop.Host);
        await visit.OpenAsync("/live");
        await PressAsync(visit, "h1", "pressed-heading");
        (await visit.Page.GetByText("pressed-heading").CountAsync()).ShouldBe(0);

        await visit.Page.Mouse.UpAsync();
        await Eventually.TrueAsync(async () => await visit.Page.GetByText("pressed-heading").CountAsync() == 1, "the newcomer");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_s_link_goes_stays_in_its_part_with_the_keyboard()
    {
        await using var visit = await browser.VisitAsync(shop.Host);
        await visit.OpenAsync("/customers");
        await visit.Page.Locator("#recent a").Last.FocusAsync();
        await shop.RecordAsync([.. Enumerable.Range(1, 20).Select(n => shop.Purchase($"crowd-{n}", Shop.Now, 40))]);
        await Eventually.TrueAsync(async () => await visit.Page.EvaluateAsync<string>("document.activeElement.id") == "recent", "the part has the focus");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_host_that_hangs_is_said_not_to_answer_until_it_does()
    {
        await using var visit = await browser.VisitAsync(shop.Host);
        await visit.Page.AddInitScriptAsync("const timeout = AbortSignal.timeout; AbortSignal.timeout = (time) => timeout.call(AbortSignal, time / 20);");
        var hangs = true;
        await visit.Page.RouteAsync("**/*", route => route.Request.Headers.ContainsKey("x-poll") && hangs ? Task.CompletedTask : route.ContinueAsync());
        await visit.OpenAsync("/live");
        await visit.Page.Locator("#connection").WaitForAsync();
        hangs = false;
        await visit.Page.Locator("#connection").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
    }

    [Fact]
    public async Task Figures_are_asked_about_once_their_typing_ends()
    {
        await using var visit = await browser.VisitAsync(shop.Host);
        var asked = new List<string>();
        visit.Page.Request += (_, request) =>
        {
            if (request.Url.Contains("spend=", StringComparison.Ordinal))
            {
                asked.Add(request.Url.Split("spend=")[1]);
            }
        };
        await visit.Page.Clock.InstallAsync();
        await visit.OpenAsync("/customers/C-07");
        await visit.Page.Clock.PauseAtAsync(TimeProvider.System.GetUtcNow().AddHours(1).UtcDateTime);
        await visit.Page.EvaluateAsync("() => { HTMLFormElement.prototype.reportValidity = () => { throw new Error('bubble'); }; }");
        var spend = visit.Page.GetByLabel("Spend");
        await spend.FillAsync(""); // as whoever types another figure does
        await spend.PressSequentiallyAsync("1e5");
        await visit.Page.Clock.RunForAsync(249);
        asked.ShouldBeEmpty();
        await visit.Page.Clock.RunForAsync(1);
        await visit.Page.WaitForURLAsync("**spend=1e5");
        await visit.Page.Locator("#what-if .tag").First.WaitForAsync();
        asked.ShouldBe(["1e5"]);
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_page_that_always_differs_from_its_update_is_loaded_anew_once_and_never_over_unsaved_words()
    {
        await using var visit = await browser.VisitAsync(shop.Host);
        var (loads, polls) = (0, 0);
        visit.Page.Load += (_, _) => Interlocked.Increment(ref loads);
        var typed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await visit.Page.RouteAsync("**/*", async route =>
        {
            if (!route.Request.Headers.ContainsKey("x-poll"))
            {
                await route.ContinueAsync();
                return;
            }

            await typed.Task;
            Interlocked.Increment(ref polls);
            await route.FulfillAsync(new() { ContentType = "text/html", Body = "<p>Another page</p>" });
        });
        await visit.OpenAsync("/segments/loyal");
        await visit.Page.GetByText("Edit the wording").ClickAsync();
        await visit.Page.GetByLabel("Name").FillAsync("Not saved");
        typed.SetResult();
        await Eventually.TrueAsync(() => polls >= 2, "updates");
        (await visit.Page.GetByLabel("Name").InputValueAsync()).ShouldBe("Not saved");
        loads.ShouldBe(1);

        await visit.OpenAsync("/live");
        await Eventually.TrueAsync(() => polls >= 5, "updates");
        loads.ShouldBe(3, "the other page, and once anew");
    }

    /// <summary>Presses something, and returns once the page has got an update with a newcomer in it.</summary>
    private async Task PressAsync(Visit visit, string selector, string newcomer)
    {
        await visit.Page.WaitForResponseAsync(response => response.Request.Headers.ContainsKey("x-poll")); // the script runs
        var recorded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await visit.Page.RouteAsync("**/*", async route =>
        {
            if (route.Request.Headers.ContainsKey("x-poll"))
            {
                await recorded.Task;
            }

            await route.ContinueAsync();
        });
        await visit.Page.HoverAsync(selector);
        await visit.Page.Mouse.DownAsync();
        var update = visit.Page.WaitForResponseAsync(response => response.Request.Headers.ContainsKey("x-poll"));
        await shop.RecordAsync(shop.Purchase(newcomer, Shop.Now, 40));
        await Eventually.TrueAsync(async () => (await PollAsync("/live")).Contains(newcomer, StringComparison.Ordinal), "what all who look are told");
        recorded.SetResult();
        (await (await update).TextAsync()).ShouldContain(newcomer);
        await visit.Page.EvaluateAsync("fetch('/health/live').then((answer) => answer.text())"); // so the page has had time to read it
    }

    private async Task<string> PollAsync(string path)
    {
        using var poll = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "X-Poll", "1" } } };
        using var answer = await shop.Host.Http.SendAsync(poll);
        return await answer.Content.ReadAsStringAsync();
    }
}
