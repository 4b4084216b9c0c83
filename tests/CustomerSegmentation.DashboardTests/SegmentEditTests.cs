using System.Net;
using Microsoft.Playwright;

namespace CustomerSegmentation.DashboardTests;

/// <summary>A segment's wording is changed by whoever may write, and by nobody else.</summary>
public abstract class SegmentEditTests(Browser browser, KeyedHost keyed)
{
    private const string Page = "/segments/loyal";

    [Fact]
    public async Task A_new_name_is_shown_everywhere_and_typing_is_not_disturbed()
    {
        await using var visit = await browser.VisitAsync(keyed.Host, Page, KeyedHost.WriteKey);
        await visit.Page.GetByText("Edit the wording").ClickAsync();
        await visit.Page.GetByLabel("Name").FillAsync("Regulars & <friends>");
        await visit.Page.GetByLabel("Recommended action").FillAsync("Write to them.\nThen call.");
        await visit.Page.WaitForResponseAsync(response => response.Request.Headers.ContainsKey("x-poll"));
        (await visit.Page.GetByLabel("Name").InputValueAsync()).ShouldBe("Regulars & <friends>");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await visit.Page.WaitForURLAsync($"**{Page}?saved=true");
        (await visit.TextAsync("h1")).ShouldBe("Regulars & <friends>");
        (await visit.TextAsync("[role=status]:not([hidden])")).ShouldContain("Saved");
        (await visit.TextAsync("[data-field=action]")).ShouldBe("Write to them.\nThen call.");
        var answer = await visit.Page.APIRequest.GetAsync("/api/v1/segments");
        (await answer.TextAsync()).ShouldContain("Write to them.\\nThen call.");
        await visit.OpenAsync("/segments");
        (await visit.TextAsync("tr[data-segment=loyal] th")).ShouldBe("Regulars & <friends>");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_is_had_with_the_cookie_of_the_sign_in()
    {
        await using var visit = await browser.VisitAsync(keyed.Host, Page, KeyedHost.ReadKey);
        var file = await visit.Page.RunAndWaitForDownloadAsync(
            () => visit.Page.Locator("section[aria-labelledby=members] .exports a").First.ClickAsync());
        (await File.ReadAllTextAsync(await file.PathAsync())).ShouldBe("customerId,recencyDays,frequency,monetary,since,segment\r\n");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_only_reads_is_shown_no_form()
    {
        await using var visit = await browser.VisitAsync(keyed.Host, Page, KeyedHost.ReadKey);
        (await visit.TextAsync("[data-field=description]")).ShouldNotBeEmpty();
        (await visit.Page.Locator("form[action$=wording]").CountAsync()).ShouldBe(0);
        visit.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("write-key", "own", "", HttpStatusCode.SeeOther, "/segments/promising?refused=name")]
    [InlineData("write-key", "own", "a\nb", HttpStatusCode.SeeOther, "/segments/promising?refused=text")]
    [InlineData("write-key", "own", "Friends", HttpStatusCode.SeeOther, "/segments/promising?saved=true")]
    [InlineData("write-key", "http://127.0.0.1:1", "From elsewhere", HttpStatusCode.Forbidden, "foreign_origin")]
    [InlineData("write-key", null, "From nowhere", HttpStatusCode.Forbidden, "foreign_origin")]
    [InlineData("read-key", "own", "By a reader", HttpStatusCode.Forbidden, "read_only_key")]
    [InlineData("no-key", "own", "By nobody", HttpStatusCode.Unauthorized, "unauthorized")]
    public async Task A_post_changes_something_only_for_whoever_may(string key, string? origin, string name, HttpStatusCode status, string says)
    {
        using var http = keyed.Caller();
        var own = http.BaseAddress!.GetLeftPart(UriPartial.Authority);
        using var signIn = await PostAsync(http, "/session", own, ("key", key));
        using var answer = await PostAsync(http, "/segments/promising/wording", origin == "own" ? own : origin, ("name", name));
        answer.StatusCode.ShouldBe(status);
        (answer.Headers.Location?.ToString() ?? await answer.Content.ReadAsStringAsync()).ShouldContain(says);

        using var asked = new HttpRequestMessage(HttpMethod.Get, "/api/v1/segments");
        asked.Headers.Add("X-Api-Key", "read-key");
        using var segments = await http.SendAsync(asked);
        (await segments.Content.ReadAsStringAsync()).Contains($"\"name\":\"{name}\"", StringComparison.Ordinal)
            .ShouldBe(says.EndsWith("saved=true", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_is_said_on_the_page()
    {
        await using var visit = await browser.VisitAsync(keyed.Host, Page, KeyedHost.WriteKey);
        await visit.OpenAsync($"{Page}?refused=name");
        (await visit.TextAsync("[role=alert]")).ShouldContain("A segment needs a name");
        await visit.OpenAsync($"{Page}?refused=text");
        (await visit.TextAsync("[role=alert]")).ShouldContain("at most 200 characters");
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient http, string path, string? origin, params (string Name, string Value)[] fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return http.SendAsync(request);
    }
}
