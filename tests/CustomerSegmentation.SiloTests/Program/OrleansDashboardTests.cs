using System.Net;
using System.Text.Json.Nodes;
using System.Net.Http.Json;

namespace CustomerSegmentation.SiloTests.Program;

/// <summary>The Orleans Dashboard stands behind the same keys and the same sign-in as every other page.</summary>
public sealed class OrleansDashboardTests
{
    private const string Key = "a-key-of-this-test";

    private static readonly string[] Calls = ["/orleans/DashboardCounters", "/orleans/ClusterStats", "/orleans/GrainTypes", "/orleans/index.min.js"];

    [Fact]
    public async Task Whoever_has_no_key_is_sent_to_sign_in_and_sees_nothing()
    {
        await using var silo = await SiloProcess.StartAsync("--Storage", "memory", "--ApiKeys", Key);
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = silo.Http.BaseAddress };

        using var page = await browser.GetAsync(new Uri("/orleans/", UriKind.Relative));
        page.StatusCode.ShouldBe(HttpStatusCode.Found);
        page.Headers.Location!.OriginalString.ShouldBe("/sign-in?to=%2Forleans%2F");
        foreach (var call in Calls)
        {
            using var answer = await browser.GetAsync(new Uri(call, UriKind.Relative));
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, call);
        }

        await silo.StopAsync();
    }

    [Fact]
    public async Task With_a_key_the_page_and_what_it_calls_answer_and_name_our_grains()
    {
        await using var silo = await SiloProcess.StartAsync("--Storage", "memory", "--ApiKeys", Key);
        silo.Http.DefaultRequestHeaders.Add("X-Api-Key", Key);

        using var page = await silo.Http.GetAsync(new Uri("/orleans/", UriKind.Relative));
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        var policy = page.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        policy.ShouldContain("style-src 'self' 'unsafe-inline'");
        policy.ShouldNotContain("script-src 'self' 'unsafe");
        foreach (var call in Calls)
        {
            using var answer = await silo.Http.GetAsync(new Uri(call, UriKind.Relative));
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, call);
        }

        await Eventually.TrueAsync(
            async () => (await silo.Http.GetFromJsonAsync<JsonObject>(new Uri("/orleans/DashboardCounters", UriKind.Relative)))!
                ["simpleGrainStats"]!.AsArray().Any(grain => $"{grain!["grainType"]}".EndsWith(".PopulationGrain", StringComparison.Ordinal)),
            "the shards on the dashboard");
        using var own = await silo.Http.GetAsync(new Uri("/", UriKind.Relative));
        own.Headers.GetValues("Content-Security-Policy").Single().ShouldNotContain("unsafe");
        using var log = await silo.Http.GetAsync(new Uri("/orleans/Trace", UriKind.Relative));
        log.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await silo.StopAsync();
    }

    [Fact]
    public async Task It_can_be_left_out()
    {
        await using var silo = await SiloProcess.StartAsync("--Storage", "memory", "--OrleansDashboard", "false");

        using var page = await silo.Http.GetAsync(new Uri("/orleans/", UriKind.Relative));

        page.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await silo.StopAsync();
    }
}
