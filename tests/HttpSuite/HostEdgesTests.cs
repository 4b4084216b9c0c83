using System.Net;
using System.Text.Json.Nodes;
using CustomerSegmentation.Engine;
using static CustomerSegmentation.HttpSuite.ApiTesting;

namespace CustomerSegmentation.HttpSuite;

/// <summary>Health, metrics, the OpenAPI document, and calls that do not exist.</summary>
public class HostEdgesTests
{
    [Fact]
    public async Task A_host_that_can_record_is_live_and_ready()
    {
        await using var host = await ApiHost.StartAsync();
        (await host.GetAsync("/health/live")).ToJsonString().ShouldBe("""{"status":"live"}""");
        (await host.GetAsync("/health/ready")).ToJsonString().ShouldBe("""{"status":"ready"}""");
    }

    [Fact]
    public async Task A_host_that_cannot_record_is_live_and_says_why_it_is_not_ready()
    {
        await using var host = await ApiHost.StartAsync(
            engine => new HeldEngine(engine) { Health = new EngineHealth(Ready: false, "The disk is full.") });
        using var live = await host.Client.GetAsync("/health/live");
        live.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var ready = await host.Client.GetAsync("/health/ready");
        var problem = await ready.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "not_ready");
        ((string)problem["detail"]!).ShouldContain("The disk is full.");
    }

    [Theory]
    [InlineData("/api/v1/customers/C-1", HttpStatusCode.OK)]
    [InlineData("/api/v1/customers/nobody", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/migrations?cursor=zz", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/segments/potential-loyalist/customers?format=csv", HttpStatusCode.OK)]
    [InlineData("/health/ready", HttpStatusCode.OK)]
    [InlineData("/metrics", HttpStatusCode.OK)]
    public async Task No_cache_keeps_an_answer_and_no_browser_takes_it_for_a_page(string path, HttpStatusCode status)
    {
        await using var host = await ApiHost.StartAsync();
        await host.PostEventsAsync(Purchase("a"));
        using var answer = await host.Client.GetAsync(path);
        answer.StatusCode.ShouldBe(status);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
    }

    [Fact]
    public async Task Somebody_says_that_the_clock_is_right_and_whoever_only_reads_does_not()
    {
        await using var host = await ApiHost.StartAsync(null, "ApiKeys:0=writes", "ReadKeys:0=reads");
        host.Client.DefaultRequestHeaders.Add("X-Api-Key", "reads");
        var now = (DateTimeOffset)(await host.GetAsync("/api/v1/clock"))["now"]!;
        using var refused = await host.Client.PostAsync("/api/v1/clock/confirm", content: null);
        await refused.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "read_only_key");

        host.Client.DefaultRequestHeaders.Remove("X-Api-Key");
        host.Client.DefaultRequestHeaders.Add("X-Api-Key", "writes");
        using var confirmed = await host.Client.PostAsync("/api/v1/clock/confirm", content: null);

        confirmed.StatusCode.ShouldBe(HttpStatusCode.OK);
        ((DateTimeOffset)JsonNode.Parse(await confirmed.Content.ReadAsStringAsync())!["now"]!).ShouldBeGreaterThanOrEqualTo(now);
    }

    [Fact]
    public async Task What_storage_says_and_who_cannot_be_read_is_told_to_those_with_a_key()
    {
        var since = new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);
        await using var host = await ApiHost.StartAsync(
            engine => new HeldEngine(engine)
            {
                Health = new EngineHealth(Ready: false, "The disk is full.")
                {
                    Detail = "/srv/data: no space left",
                    UnreadableCustomers = [new("C-7", "The checksum is wrong.", since)],
                },
            },
            "ApiKeys:0=a-key-of-this-test");

        using var ready = await host.Client.GetAsync("/health/ready");
        (await ready.Content.ReadAsStringAsync()).ShouldNotContain("/srv/data");
        using var refused = await host.Client.GetAsync("/health/details");
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        host.Client.DefaultRequestHeaders.Add("X-Api-Key", "a-key-of-this-test");
        var details = await host.GetAsync("/health/details");

        ((string)details["status"]!).ShouldBe("not_ready");
        var engine = details["checks"]!.AsArray().Single(check => (string)check!["name"]! == "engine")!;
        ((string)engine["problem"]!).ShouldBe("The disk is full.");
        ((string)engine["detail"]!).ShouldBe("/srv/data: no space left");
        ((int)details["unreadableCount"]!).ShouldBe(1);
        details["unreadableCustomers"]![0]!.ToJsonString()
            .ShouldBe("""{"customerId":"C-7","reason":"The checksum is wrong.","since":"2026-02-03T04:05:06Z"}""");
    }

    [Fact]
    public async Task A_host_that_only_a_restart_can_mend_is_not_live()
    {
        await using var host = await ApiHost.StartAsync(
            engine => new HeldEngine(engine) { Health = new EngineHealth(Ready: false, "Restart the engine.") { Alive = false } });
        using var live = await host.Client.GetAsync("/health/live");
        var problem = await live.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "not_live");
        ((string)problem["detail"]!).ShouldBe("Restart the engine.");
    }

    [Fact]
    public async Task Unknown_routes_and_wrong_methods_are_problems_too()
    {
        await using var host = await ApiHost.StartAsync();
        using var nowhere = await host.Client.GetAsync("/api/v1/nowhere");
        await nowhere.ShouldBeProblemAsync(HttpStatusCode.NotFound, "unknown_route");
        using var wrong = await host.Client.DeleteAsync("/api/v1/events");
        var problem = await wrong.ShouldBeProblemAsync(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
        ((string)problem["detail"]!).ShouldContain("POST");
        using var large = await host.Client.PatchAsync("/api/v1/segments/x", Json($"{{\"name\":\"{new string('x', 70_000)}\"}}"));
        await large.ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "too_large");
    }

    [Fact]
    public async Task The_document_names_every_call_with_a_summary_and_its_problems()
    {
        await using var host = await ApiHost.StartAsync();
        var document = await host.GetAsync("/openapi/v1.json");
        var paths = document["paths"]!.AsObject();
        string[] calls =
        [
            "post /api/v1/events", "get /api/v1/customers/{id}", "delete /api/v1/customers/{id}",
            "get /api/v1/customers/{id}/history", "get /api/v1/segments", "patch /api/v1/segments/{id}",
            "get /api/v1/customers/{id}/history/{sequence}", "get /api/v1/customers/{id}/path",
            "get /api/v1/segments/forecast", "get /api/v1/segments/{id}/leaving",
            "get /api/v1/segments/{id}/customers", "get /api/v1/migrations", "get /api/v1/models",
            "get /api/v1/migrations/stream", "post /api/v1/webhooks", "get /api/v1/webhooks",
            "get /api/v1/webhooks/{id}", "delete /api/v1/webhooks/{id}", "post /api/v1/webhooks/{id}/enable",
            "get /api/v1/webhooks/{id}/deliveries", "get /api/v1/segments/{id}/retention",
            "get /api/v1/migrations/matrix", "get /api/v1/migrations/matrix/customers", "get /api/v1/migrations/flows", "get /api/v1/migrations/series",
            "get /api/v1/models/current", "get /api/v1/models/{version}", "post /api/v1/models/fit",
            "post /api/v1/models/{version}/publish", "get /api/v1/clock", "post /api/v1/clock/confirm", "get /health/live", "get /health/ready", "get /health/details", "get /metrics",
        ];
        paths.SelectMany(path => path.Value!.AsObject().Select(call => $"{call.Key} {path.Key}")).ShouldBe(calls, ignoreOrder: true);
        foreach (var call in calls.Select(call => call.Split(' ')))
        {
            var operation = paths[call[1]]![call[0]]!;
            ((string?)operation["summary"]).ShouldNotBeNullOrEmpty(string.Join(' ', call));
            operation["responses"]!.AsObject().Count.ShouldBeGreaterThanOrEqualTo(call[1].StartsWith("/api", StringComparison.Ordinal) ? 3 : 1);
        }

        paths["/api/v1/migrations"]!["get"]!["parameters"]!.AsArray().Select(parameter => (string)parameter!["name"]!)
            .ShouldBe(["customer", "from", "to", "asOf", "knownAt", "cause", "fromSegment", "toSegment", "segment", "cursor", "limit"]);
        paths["/api/v1/migrations/flows"]!["get"]!["parameters"]!.AsArray().Select(parameter => (string)parameter!["name"]!)
            .ShouldBe(["from", "to", "bucket", "cause", "fromSegment", "toSegment", "segment", "knownAt"]);
        var schemas = document["components"]!["schemas"]!;
        schemas["CustomerAnswer"]!["properties"]!["recencyDays"]!["type"]!.AsArray().Select(type => (string)type!)
            .ShouldBe(["null", "number"], ignoreOrder: true);
        ((string)schemas["CustomerAnswer"]!["properties"]!["asOf"]!["type"]!).ShouldBe("string");
        paths["/api/v1/events"]!["post"]!["requestBody"]!["content"]!["application/json"]!["schema"]!["anyOf"]!.AsArray().Count.ShouldBe(3);
        schemas["MigrationCause"]!["enum"]!.AsArray().Select(word => (string)word!)
            .ShouldBe(["purchase", "refund", "decay", "refit", "correction"]);
    }

    [Fact]
    public async Task Metrics_are_served_as_OpenMetrics()
    {
        await using var host = await ApiHost.StartAsync();
        await host.PostEventsAsync(Purchase("a"));
        using var response = await host.Client.GetAsync("/metrics");
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/openmetrics-text; version=1.0.0; charset=utf-8");
        var text = await response.Content.ReadAsStringAsync();
        text.ShouldEndWith("\n# EOF\n");
        text.ShouldContain("# TYPE http_server_request_duration_seconds histogram\n# UNIT http_server_request_duration_seconds seconds\n");
        text.ShouldContain("http_route=\"/api/v1/events\"");
        text.ShouldContain("# TYPE segmentation_events_recorded counter\n");
        text.Split('\n').Single(line => line.StartsWith("segmentation_events_recorded_total ", StringComparison.Ordinal))
            .Split(' ')[1].ShouldNotBe("0");
    }
}
