using System.Net;
using Microsoft.Playwright;

namespace CustomerSegmentation.DashboardTests;

/// <summary>Where keys are configured, pages ask for one.</summary>
public sealed class SignInTests(Browser browser, EmbeddedKeyedHost keyed)
{
    [Fact]
    public async Task A_wrong_key_is_refused_with_a_sentence_and_a_right_one_leads_on()
    {
        await using var visit = await browser.VisitAsync(keyed.Host);
        await visit.Page.GotoAsync("/live?cause=decay");
        await visit.Page.WaitForURLAsync("**/sign-in?to=*");
        await visit.SignInAsync("wrong-key");
        await visit.Page.WaitForURLAsync("**/sign-in?refused=true*");
        (await visit.TextAsync("[role=alert]")).ShouldContain("This key is not known");

        await visit.SignInAsync(KeyedHost.WriteKey);
        await visit.Page.WaitForURLAsync("**/live?cause=decay");
        var cookie = (await visit.Page.Context.CookiesAsync()).Single(cookie => cookie.Name == "segmentation-sign-in");
        cookie.HttpOnly.ShouldBeTrue();
        cookie.SameSite.ShouldBe(SameSiteAttribute.Strict);
        cookie.Value.ShouldNotContain("write-key");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await visit.Page.WaitForURLAsync("**/sign-in?to=*");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_sign_in_ends_with_its_key()
    {
        await using var visit = await browser.VisitAsync(keyed.Host, "/", KeyedHost.WriteKey);
        var cookie = (await visit.Page.Context.CookiesAsync()).Single(cookie => cookie.Name == "segmentation-sign-in").Value;
        (await GetAsync(keyed.Host, cookie)).ShouldBe(HttpStatusCode.OK);

        // A host tells a ticket by its keys alone, so another one stands for the same one started anew.
        var data = Directory.CreateTempSubdirectory("dashboard-tests-");
        await using (var without = await HostUnderTest.Embedded.StartAsync(data.FullName, "--ApiKeys:0", "another-key"))
        {
            (await GetAsync(without, cookie)).ShouldBe(HttpStatusCode.Redirect);
        }

        data.Delete(recursive: true);
    }

    [Theory]
    [InlineData("write-key", null, "foreign_origin")]
    [InlineData("write-key", "http://127.0.0.1:1", "foreign_origin")]
    [InlineData("read-key", "own", "read_only_key")]
    [InlineData("write-key", "own", null)]
    public async Task A_sign_in_changes_something_only_from_a_page_of_the_host_and_only_with_a_key_that_may(string key, string? origin, string? code)
    {
        using var http = keyed.Caller();
        using var form = new FormUrlEncodedContent([new("key", key), new("to", "//elsewhere.example")]);
        using var signIn = new HttpRequestMessage(HttpMethod.Post, "/session") { Content = form };
        signIn.Headers.Add("Origin", http.BaseAddress!.GetLeftPart(UriPartial.Authority));
        using var signedIn = await http.SendAsync(signIn);
        signedIn.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        signedIn.Headers.Location!.ToString().ShouldBe("/");

        using var change = new HttpRequestMessage(HttpMethod.Patch, "/api/v1/segments/champions") { Content = new StringContent("""{"action":"Call them."}""", null, "application/json") };
        if (origin is not null)
        {
            change.Headers.Add("Origin", origin == "own" ? http.BaseAddress.GetLeftPart(UriPartial.Authority) : origin);
        }

        using var answer = await http.SendAsync(change);
        answer.StatusCode.ShouldBe(code is null ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(code ?? "Call them.");
    }

    [Fact]
    public async Task A_key_that_reads_changes_nothing_over_the_API()
    {
        using var http = keyed.Caller();
        http.DefaultRequestHeaders.Add("X-Api-Key", "read-key");
        using var read = await http.GetAsync(new Uri("/api/v1/segments", UriKind.Relative));
        read.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var change = await http.DeleteAsync(new Uri("/api/v1/customers/C-1", UriKind.Relative));
        change.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await change.Content.ReadAsStringAsync()).ShouldContain("read_only_key");
    }

    private static async Task<HttpStatusCode> GetAsync(HostProcess host, string cookie)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = host.Http.BaseAddress };
        http.DefaultRequestHeaders.Add("Cookie", $"segmentation-sign-in={cookie}");
        using var answer = await http.GetAsync(new Uri("/", UriKind.Relative));
        return answer.StatusCode;
    }
}
