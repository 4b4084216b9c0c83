using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace CustomerSegmentation.DashboardTests;

/// <summary>What holds on every page.</summary>
public sealed class PagesTests(Browser browser, EmbeddedShop shop, EmbeddedKeyedHost keyed)
{
    public static TheoryData<string, string> Pages => new()
    {
        { "/", "Overview" },
        { "/live", "Live" },
        { "/segments", "Segments" },
        { "/segments/champions", "Champions" },
        { "/migration", "Migration" },
        { "/migration/customers?from=2025-04-01&to=2025-05-20&fromSegment=champions&toSegment=champions", "Who moved" },
        { "/customers", "Customers" },
        { "/models", "Models" },
        { "/models/0", "Version 0" },
        { "/customers/C-05", "C-05" },
        { "/sign-in", "Sign in" },
    };

    /// <summary>A host that asks for no key has no form to sign in.</summary>
    internal static HostProcess HostOf(string path, Shop shop, KeyedHost keyed) => path == "/sign-in" ? keyed.Host : shop.Host;

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_has_a_title_and_its_landmarks_breaks_no_rule_of_axe_fits_a_small_phone_and_complains_of_nothing(string path, string title)
    {
        await using var visit = await browser.VisitAsync(HostOf(path, shop, keyed));
        var polls = 0;
        visit.Page.RequestFinished += (_, request) => polls += request.Headers.ContainsKey("x-poll") ? 1 : 0;
        await visit.OpenAsync(path);
        await visit.CountedAsync();
        (await visit.Page.TitleAsync()).ShouldBe($"{title} · Customer segmentation");
        foreach (var landmark in (AriaRole[])[AriaRole.Banner, AriaRole.Navigation, AriaRole.Main])
        {
            (await visit.Page.GetByRole(landmark).CountAsync()).ShouldBe(1, landmark.ToString());
        }

        (await visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync()).ShouldBe(title);
        await visit.LookAsync();

        // A page asks for itself once a second; what it gets must be fine too.
        await Eventually.TrueAsync(() => polls > 0 || path == "/sign-in", "an update");
        visit.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_may_load_from_its_own_host_alone_and_run_nothing_inline(string path, string title)
    {
        using var response = await shop.Host.Http.GetAsync(new Uri(path, UriKind.Relative));
        response.StatusCode.ShouldBe(HttpStatusCode.OK, title);
        var policy = response.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe");
        policy.ShouldNotContain("http");
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        response.Headers.GetValues("Referrer-Policy").ShouldBe(["same-origin"]);
    }

    [Fact]
    public async Task What_one_poll_was_answered_is_no_answer_for_another_customer()
    {
        // Ids are told apart by case; both come within the time for which answers are shared.
        var answers = new List<string>();
        foreach (var path in (string[])["/customers/C-05", "/customers/c-05"])
        {
            using var poll = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "X-Poll", "1" } } };
            using var response = await shop.Host.Http.SendAsync(poll);
            answers.Add(await response.Content.ReadAsStringAsync());
        }

        answers[0].ShouldContain("C-05", Case.Sensitive);
        answers[1].ShouldNotContain("C-05", Case.Sensitive);
    }

    [Fact]
    public async Task The_pages_take_nothing_from_the_API()
    {
        using var unknown = await shop.Host.Http.GetAsync(new Uri("/nowhere", UriKind.Relative));
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        unknown.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");

        var document = JsonNode.Parse(await shop.Host.Http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)))!;
        var paths = document["paths"]!.AsObject().Select(path => path.Key).ToList();
        paths.ShouldContain("/api/v1/segments");
        paths.ShouldAllBe(path => path.StartsWith("/api/v1/") || path.StartsWith("/health/") || path == "/metrics");
    }

    [Theory]
    [InlineData("light", "rgb(246, 247, 249)")]
    [InlineData("dark", "rgb(18, 22, 28)")]
    public async Task A_theme_that_was_chosen_stays(string theme, string ground)
    {
        await using var visit = await browser.VisitAsync(shop.Host);
        await visit.OpenAsync("/live");
        await visit.Page.GetByLabel("Theme").SelectOptionAsync(theme);
        await visit.Page.WaitForURLAsync("**/live");
        await visit.Page.WaitForSelectorAsync($"html[data-theme={theme}]");
        await visit.OpenAsync("/");
        (await visit.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor")).ShouldBe(ground);
    }
}
