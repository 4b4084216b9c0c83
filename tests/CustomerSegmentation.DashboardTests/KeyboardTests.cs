using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace CustomerSegmentation.DashboardTests;

/// <summary>What readers with a keyboard, a screen reader or weak eyes need: WCAG 2.2 AA as far as a program can tell (axe-core).</summary>
public sealed class AccessibilityTests(Browser browser, Shop shop)
{
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    };

    // Colours do not depend on the width: each width once, each theme once.
    public static TheoryData<string, string, int> Looks => [.. PagesTests.Pages.SelectMany(row => new (string, string, int)[]
    {
        (row.Data.Item1, "light", 1280), (row.Data.Item1, "dark", 360),
    })];

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task A_page_breaks_no_rule_of_axe(string path, string theme, int width)
    {
        await using var visit = await browser.VisitAsync(shop.Host, width);
        await visit.Page.EmulateMediaAsync(new() { ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light });
        await visit.OpenAsync(path);

        var result = await visit.Page.RunAxe(Rules);
        result.Passes.ShouldNotBeEmpty();
        result.Violations.Select(rule =>
            $"{rule.Id}: {rule.Help}\n  {string.Join("\n  ", rule.Nodes.Select(node => node.Html))}").ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(PagesTests.Pages), MemberType = typeof(PagesTests))]
    public async Task A_keyboard_reaches_everything_from_top_to_bottom_and_shows_where_it_is(string path, string title)
    {
        await using var visit = await browser.VisitAsync(shop.Host);
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
