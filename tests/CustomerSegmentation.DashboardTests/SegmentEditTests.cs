using System.Net;
using Microsoft.Playwright;

namespace CustomerSegmentation.DashboardTests;

/// <summary>A segment's wording is changed by whoever may write, and by nobody else.</summary>
public sealed class SegmentEditTests(Browser browser) : IAsyncLifetime
{
    private const string Page = "/segments/loyal";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("dashboard-tests-");
    private HostProcess _host = null!;

    public async ValueTask InitializeAsync() =>
        _host = await Shop.StartAsync(_data.FullName, "--ApiKeys:0", "write-key", "--ReadKeys:0", "read-key");

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task A_new_name_is_shown_everywhere_and_typing_is_not_disturbed()
    {
        await using var visit = await SignedInAsync("write-key");
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
        await using var visit = await SignedInAsync("read-key");
        var file = await visit.Page.RunAndWaitForDownloadAsync(
            () => visit.Page.Locator("section[aria-labelledby=members] .exports a").First.ClickAsync());
        (await File.ReadAllTextAsync(await file.PathAsync())).ShouldBe("customerId,recencyDays,frequency,monetary,since,segment\r\n");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_only_reads_is_shown_no_form()
    {
        await using var visit = await SignedInAsync("read-key");
        (await visit.TextAsync("[data-field=description]")).ShouldNotBeEmpty();
        (await visit.Page.Locator("form[action$=wording]").CountAsync()).ShouldBe(0);
        visit.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("write-key", "own", "", HttpStatusCode.SeeOther, "/segments/loyal?refused=name")]
    [InlineData("write-key", "own", "Friends", HttpStatusCode.SeeOther, "/segments/loyal?saved=true")]
    [InlineData("write-key", "http://127.0.0.1:1", "Friends", HttpStatusCode.Forbidden, "foreign_origin")]
    [InlineData("write-key", null, "Friends", HttpStatusCode.Forbidden, "foreign_origin")]
    [InlineData("read-key", "own", "Friends", HttpStatusCode.Forbidden, "read_only_key")]
    [InlineData("no-key", "own", "Friends", HttpStatusCode.Unauthorized, "unauthorized")]
    public async Task A_post_changes_something_only_for_whoever_may(string key, string? origin, string name, HttpStatusCode status, string says)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = _host.Http.BaseAddress };
        var own = http.BaseAddress!.GetLeftPart(UriPartial.Authority);
        using var signIn = await PostAsync(http, "/session", own, ("key", key));
        using var answer = await PostAsync(http, $"{Page}/wording", origin == "own" ? own : origin, ("name", name));
        answer.StatusCode.ShouldBe(status);
        (answer.Headers.Location?.ToString() ?? await answer.Content.ReadAsStringAsync()).ShouldContain(says);

        using var asked = new HttpRequestMessage(HttpMethod.Get, "/api/v1/segments");
        asked.Headers.Add("X-Api-Key", "read-key");
        using var segments = await http.SendAsync(asked);
        (await segments.Content.ReadAsStringAsync()).ShouldContain(says.EndsWith("saved=true", StringComparison.Ordinal) ? "\"Friends\"" : "\"Loyal\"");
    }

    [Fact]
    public async Task A_refusal_is_said_on_the_page()
    {
        await using var visit = await SignedInAsync("write-key");
        await visit.OpenAsync($"{Page}?refused=name");
        (await visit.TextAsync("[role=alert]")).ShouldContain("A segment needs a name");
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

    private async Task<Visit> SignedInAsync(string key)
    {
        var visit = await browser.VisitAsync(_host);
        await visit.Page.GotoAsync(Page);
        await visit.Page.GetByLabel("API key").FillAsync(key);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await visit.Page.WaitForURLAsync($"**{Page}");
        return visit;
    }
}
