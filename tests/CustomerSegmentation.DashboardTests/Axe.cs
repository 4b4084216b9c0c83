using System.Globalization;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace CustomerSegmentation.DashboardTests;

/// <summary>What WCAG 2.2 AA asks as far as a program can tell (axe-core).</summary>
internal static class Axe
{
    // Only what is broken is written down: everything else takes longer to tell than to find out.
    private const string Look =
        """
        axe.run(document, {
          runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
          resultTypes: ["violations"],
        }).then(({ passes, violations }) => [
          String(passes.length),
          ...violations.map(({ id, help, nodes }) => [`${id}: ${help}`, ...nodes.map(({ html }) => html)].join("\n  ")),
        ])
        """;

    private static readonly Lazy<string> Script = new(new BundledAxeScriptProvider().GetScript);

    /// <summary>Looks at an open page with all that opens opened: light and wide, then dark and narrow. It must fit a small phone.</summary>
    public static async Task LookAsync(this Visit visit)
    {
        await visit.Page.EvaluateAsync("document.querySelectorAll('details').forEach(one => { one.open = true; })");
        await visit.Page.EvaluateAsync(Script.Value);
        await visit.BreaksNoRuleAsync("light and wide");
        await visit.Page.SetViewportSizeAsync(360, 900);
        await visit.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        (await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(360);
        await visit.BreaksNoRuleAsync("dark and narrow");
    }

    private static async Task BreaksNoRuleAsync(this Visit visit, string look)
    {
        var said = await visit.Page.EvaluateAsync<string[]>(Look);
        int.Parse(said[0], CultureInfo.InvariantCulture).ShouldBeGreaterThan(10, "rules that had something to look at");
        said[1..].ShouldBeEmpty(look);
    }
}
