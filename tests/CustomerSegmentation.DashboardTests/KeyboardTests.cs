namespace CustomerSegmentation.DashboardTests;

/// <summary>What readers with a keyboard need. What a program can tell of other needs is looked at with every page: <see cref="Axe"/>.</summary>
public sealed class KeyboardTests(Browser browser, EmbeddedShop shop, EmbeddedKeyedHost keyed)
{
    [Theory]
    [MemberData(nameof(PagesTests.Pages), MemberType = typeof(PagesTests))]
    public async Task A_keyboard_reaches_everything_from_top_to_bottom_and_shows_where_it_is(string path, string title)
    {
        var host = PagesTests.HostOf(path, shop, keyed);
        await Eventually.TrueAsync(
            async () => !(await host.Http.GetStringAsync(new Uri(path, UriKind.Relative))).Contains("data-counting", StringComparison.Ordinal), "all is counted");
        await using var visit = await browser.VisitAsync(host);
        await visit.Page.RouteAsync("**/*", route =>
            route.Request.Headers.ContainsKey("x-poll") ? route.AbortAsync() : route.ContinueAsync()); // nothing moves meanwhile
        await visit.OpenAsync(path);
        var expected = await visit.Page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll("a[href], button, select, input:not([type=hidden]), summary, textarea, [tabindex='0']")]
              .filter(one => one.checkVisibility() && !one.disabled && one.tabIndex >= 0)
              .map((one, place) => (one.dataset.place = place, `${place} ${one.tagName}`))
            """);
        expected.Length.ShouldBeGreaterThan(3, title);
        expected[0].ShouldBe("0 A");
        (await visit.TextAsync("[data-place='0']")).ShouldBe("Skip to the content");
        (await visit.Page.Locator("main [data-place]").CountAsync()).ShouldBeGreaterThan(0, "there is something to reach on the page itself");

        // A page may begin elsewhere, such as in its only field: from before the first.
        await visit.Page.EvaluateAsync("document.querySelector(\"[data-place='0']\").focus()");
        await visit.Page.Keyboard.PressAsync("Shift+Tab");
        var reached = new List<string>();
        while (reached.Count < expected.Length)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            var place = await visit.Page.EvaluateAsync<string>(
                """
                (() => {
                  const one = document.activeElement;
                  const style = getComputedStyle(one);
                  const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
                  return `${one.dataset.place} ${one.tagName}${seen ? "" : " without a visible focus"}`;
                })()
                """);
            if (reached.Count == 0 || !place.StartsWith(reached[^1], StringComparison.Ordinal)) // a date has several stops
            {
                reached.Add(place);
            }
        }

        reached.ShouldBe(expected);
    }
}
