using System.Net;
using CustomerSegmentation.Edge.Api;
using CustomerSegmentation.Edge.Api.Access;
using CustomerSegmentation.Edge.Configuration;
using CustomerSegmentation.HttpSuite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;

namespace CustomerSegmentation.HostTests.Api;

/// <summary>Who may call, and from where.</summary>
public class AccessTests
{
    [Fact]
    public async Task With_a_key_configured_every_call_but_health_needs_it()
    {
        await using var host = await ApiHost.StartAsync(null, "ApiKeys:0=first", "ApiKeys:1=second");
        foreach (var path in (string[])["/api/v1/segments", "/metrics", "/openapi/v1.json", "/nowhere"])
        {
            using var response = await host.Client.GetAsync(path);
            await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
            response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        }

        using var health = await host.Client.GetAsync("/health/live");
        health.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("X-Api-Key", "first", HttpStatusCode.OK)]
    [InlineData("X-Api-Key", "second", HttpStatusCode.OK)]
    [InlineData("Authorization", "Bearer second", HttpStatusCode.OK)]
    [InlineData("Authorization", "bearer first", HttpStatusCode.OK)]
    [InlineData("X-Api-Key", "firs", HttpStatusCode.Unauthorized)]
    [InlineData("X-Api-Key", "First", HttpStatusCode.Unauthorized)]
    [InlineData("X-Api-Key", "", HttpStatusCode.Unauthorized)]
    [InlineData("Authorization", "Basic first", HttpStatusCode.Unauthorized)]
    [InlineData("Authorization", "first", HttpStatusCode.Unauthorized)]
    public async Task A_key_is_taken_from_either_header_and_only_whole(string header, string value, HttpStatusCode status)
    {
        await using var host = await ApiHost.StartAsync(null, "ApiKeys:0=first", "ApiKeys:1=second");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/segments");
        request.Headers.TryAddWithoutValidation(header, value).ShouldBeTrue();
        using var response = await host.Client.SendAsync(request);
        response.StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task Who_tries_one_key_after_the_other_is_answered_no_more_and_counted()
    {
        await using var host = await ApiHost.StartAsync(null, "ApiKeys:0=first");
        for (var i = 0; i < WrongKeys.Most; i++)
        {
            using var wrong = await CallAsync(host, $"guess-{i}");
            wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        using var right = await CallAsync(host, "first");
        await right.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "too_many_wrong_keys");
        right.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromMinutes(1));
        using var without = await host.Client.GetAsync("/health/ready");
        without.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>They may be behind one proxy.</summary>
    [Fact]
    public async Task Whoever_shares_an_address_with_somebody_who_has_the_key_is_not_locked_out()
    {
        await using var host = await ApiHost.StartAsync(null, "ApiKeys:0=first");
        using var before = await CallAsync(host, "first");
        for (var i = 0; i < 2 * WrongKeys.Most; i++)
        {
            using var wrong = await CallAsync(host, $"guess-{i}");
            wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        using var after = await CallAsync(host, "first", "/metrics");
        after.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await after.Content.ReadAsStringAsync()).ShouldContain($"segmentation_keys_refused_total {2 * WrongKeys.Most}");
    }

    private static async Task<HttpResponseMessage> CallAsync(ApiHost host, string key, string path = "/api/v1/segments")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "X-Api-Key", key } } };
        return await host.Client.SendAsync(request);
    }

    [Theory]
    [InlineData("evil.example", null, null, "foreign_host")]
    [InlineData("evil.example:8080", "/api/v1/segments", null, "foreign_host")]
    [InlineData("127.0.0.1.evil.example", null, null, "foreign_host")]
    [InlineData("192.168.1.5", null, null, "foreign_host")]
    [InlineData("localhost:8080", null, "https://evil.example", "foreign_origin")]
    [InlineData("localhost:8080", null, "http://localhost:3000", "foreign_origin")]
    [InlineData("localhost:8080", null, "null", "foreign_origin")]
    [InlineData("localhost:8080", null, "http://localhost:8080", null)]
    [InlineData("LOCALHOST", null, null, null)]
    [InlineData("127.9.9.9:1", null, null, null)]
    [InlineData("[::1]:8080", null, null, null)]
    [InlineData("localhost", "/api/v1/segments", "https://evil.example", null)]
    [InlineData("evil.example", "/health/live", null, null)]
    public async Task Without_a_key_a_web_page_of_elsewhere_changes_nothing(string called, string? read, string? origin, string? code)
    {
        await using var host = await ApiHost.StartAsync();
        using var response = await CallAsync(host, called, read, origin);
        await ShouldBeAsync(response, code);
    }

    [Theory]
    [InlineData("AllowAnonymous=true", "shop.example", null, null)]
    [InlineData("AllowAnonymous=true", "shop.example", "https://evil.example", "foreign_origin")]
    [InlineData("ApiKeys:0=first", "shop.example", "https://evil.example", null)]
    public async Task A_word_that_no_key_is_fine_opens_every_name_and_a_key_opens_all(
        string setting, string called, string? origin, string? code)
    {
        await using var host = await ApiHost.StartAsync(null, setting);
        host.Client.DefaultRequestHeaders.Add("X-Api-Key", "first");
        using var response = await CallAsync(host, called, read: null, origin);
        await ShouldBeAsync(response, code);
    }

    private static async Task<HttpResponseMessage> CallAsync(ApiHost host, string called, string? read, string? origin)
    {
        using var request = new HttpRequestMessage(read is null ? HttpMethod.Post : HttpMethod.Get, read ?? "/api/v1/events");
        request.Headers.Host = called;
        if (read is null)
        {
            request.Content = ApiTesting.Json($"[{ApiTesting.Purchase("a")}]");
        }

        if (origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin).ShouldBeTrue();
        }

        return await host.Client.SendAsync(request);
    }

    private static async Task ShouldBeAsync(HttpResponseMessage response, string? code)
    {
        if (code is null)
        {
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        else
        {
            await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, code);
        }
    }

    [Theory]
    [InlineData("ApiKeys:0", "k", 1)]
    [InlineData("ApiKeys", "k", 1)]
    [InlineData("ApiKeys:0", "", 0)]
    [InlineData("ApiKeys", " ", 0)]
    public void A_key_may_stand_alone_and_an_empty_one_is_none(string name, string value, int count) =>
        ApiOptions.Read(Configuration((name, value))).ApiKeys.Count.ShouldBe(count);

    [Theory]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://127.1.2.3:8080")]
    [InlineData("http://localhost:8080")]
    [InlineData("https://LOCALHOST")]
    [InlineData("http://[::1]:8080")]
    [InlineData("http://[::ffff:127.0.0.1]:8080")]
    [InlineData("http://unix:/run/segmentation.sock")]
    public void Loopback_needs_no_key(string url) => ListenPolicy.Objection([url], hasKeys: false, allowAnonymous: false).ShouldBeNull();

    [Theory]
    [InlineData("http://*:8080")]
    [InlineData("http://+:8080")]
    [InlineData("http://0.0.0.0:8080")]
    [InlineData("http://[::]:8080")]
    [InlineData("http://192.168.1.5")]
    [InlineData("http://segmentation.example:8080")]
    [InlineData("http://localhost.example:8080")]
    [InlineData("not a url")]
    public void Anything_beyond_needs_a_key_or_a_word_that_none_is_fine(string url)
    {
        var objection = ListenPolicy.Objection(["http://localhost:1", url], hasKeys: false, allowAnonymous: false);
        objection.ShouldNotBeNull();
        objection.ShouldStartWith(url);
        objection.ShouldContain("Segmentation:ApiKeys");
        ListenPolicy.Objection([url], hasKeys: true, allowAnonymous: false).ShouldBeNull();
        ListenPolicy.Objection([url], hasKeys: false, allowAnonymous: true).ShouldBeNull();
    }

    [Fact]
    public void Without_addresses_the_server_listens_on_loopback() =>
        ListenPolicy.Objection([], hasKeys: false, allowAnonymous: false).ShouldBeNull();

    [Theory]
    [InlineData("http://*:0", null, false)]
    [InlineData("http://*:0", "ApiKeys", true)]
    [InlineData("http://*:0", "AllowAnonymous", true)]
    [InlineData("http://127.0.0.1:0", null, true)]
    public async Task A_host_that_strangers_could_call_without_a_key_does_not_come_up(string url, string? setting, bool comesUp)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(url);
        builder.Services.AddSegmentationApi(Configuration(setting is null ? [] : [(setting, "true")]));
        await using var app = builder.Build();
        var mapping = Record.Exception(() => app.MapSegmentationApi());
        (mapping is null).ShouldBe(comesUp, mapping?.Message);
        (mapping is null or SettingsException { Message: [.., '.'] }).ShouldBeTrue();
    }

    [Fact]
    public void Endpoints_overrule_urls_and_urls_overrule_ports()
    {
        (string, string)[] ports = [("http_ports", "8080;8081"), ("https_ports", "8443")];
        ListenPolicy.ConfiguredUrls(Configuration(ports)).ShouldBe(["http://*:8080", "http://*:8081", "https://*:8443"]);
        (string, string)[] urls = [.. ports, ("urls", "http://127.0.0.1:1; http://localhost:2")];
        ListenPolicy.ConfiguredUrls(Configuration(urls)).ShouldBe(["http://127.0.0.1:1", "http://localhost:2"]);
        ListenPolicy.ConfiguredUrls(Configuration([.. urls, ("Kestrel:Endpoints:Open:Url", "http://*:3")])).ShouldBe(["http://*:3"]);
    }

    private static IConfiguration Configuration(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))
        .Build();
}
