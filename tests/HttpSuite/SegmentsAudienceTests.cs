using System.Net;
using System.Text.Json.Nodes;
using static CustomerSegmentation.HttpSuite.ApiTesting;

namespace CustomerSegmentation.HttpSuite;

/// <summary>A segment's customers for list tools: hashed ids, and the members of a moment.</summary>
public class SegmentsAudienceTests
{
    // printf '%s' ' Ann@Example.COM' | sha256sum, and the same of 'ann@example.com'
    private const string AsItIs = "97659bc108d0230c1100000068b34a90f1c889d8abc380f18d9370b4106f6ee4";
    private const string Normalized = "71d4f55f72fa128dfb468a1a3901507c804b74316488744d769d7f4b16696476";

    [Fact]
    public async Task Ids_are_hashed_as_they_are_and_normalized_on_request()
    {
        await using var host = await ApiHost.StartAsync();
        await host.PostEventsAsync(Purchase("a", " Ann@Example.COM"));
        const string Path = "/api/v1/segments/potential-loyalist/customers?hash=sha256";

        var member = (await host.GetAsync(Path))["items"]!.AsArray().ShouldHaveSingleItem()!;
        member.Names().ShouldBe(["customerIdSha256", "recencyDays", "frequency", "monetary", "since", "segment"]);
        ((string)member["customerIdSha256"]!).ShouldBe(AsItIs);
        ((string)(await host.GetAsync(Path + "&normalize=true"))["items"]![0]!["customerIdSha256"]!).ShouldBe(Normalized);

        (await ReadAsync(host, Path + "&normalize=true", "text/csv")).ShouldBe(
            "customerIdSha256,recencyDays,frequency,monetary,since,segment\r\n"
            + $"\"{Normalized}\",10,1,50.00,2026-11-10T12:00:00Z,\"potential-loyalist\"\r\n");
        var line = JsonNode.Parse(await ReadAsync(host, Path, "application/x-ndjson"))!;
        ((string)line["customerIdSha256"]!).ShouldBe(AsItIs);
        line.AsObject().ContainsKey("customerId").ShouldBeFalse();
    }

    [Theory]
    [InlineData("csv", "text/csv", "customerId,recencyDays,frequency,monetary,since,segment\r\n\"C-1\",10,1,50.00,2026-11-10T12:00:00Z,\"potential-loyalist\"\r\n")]
    [InlineData("ndjson", "application/x-ndjson", """{"customerId":"C-1","recencyDays":10,"frequency":1,"monetary":50.00,"since":"2026-11-10T12:00:00Z","segment":"potential-loyalist"}""" + "\n")]
    public async Task A_link_asks_for_a_form_in_its_address(string format, string type, string body)
    {
        await using var host = await ApiHost.StartAsync();
        await host.PostEventsAsync(Purchase("a", "C-1"));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/segments/potential-loyalist/customers?format={format}");
        request.Headers.Accept.ParseAdd("text/html, */*;q=0.8"); // as a browser does
        using var response = await host.Client.SendAsync(request);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        (await response.Content.ReadAsStringAsync()).ShouldBe(body);

        using var unknown = await host.Client.GetAsync("/api/v1/segments/potential-loyalist/customers?format=xlsx");
        await unknown.ShouldBeProblemAsync(HttpStatusCode.NotAcceptable, "not_acceptable");
    }

    [Fact]
    public async Task Members_of_a_moment_have_the_figures_of_that_moment()
    {
        await using var host = await ApiHost.StartAsync();
        await host.PostEventsAsync(
            Purchase("a", "C-1", at: "2026-09-01T12:00:00Z"), Purchase("b", "C-1", at: "2026-11-01T12:00:00Z"),
            Purchase("c", "C-2", at: "2026-09-11T12:00:00Z"), Purchase("d", "C-3", at: "2026-09-21T12:00:00Z"));
        const string Path = "/api/v1/segments/potential-loyalist/customers?asOf=2026-09-21T12:00:00Z";

        // The second order of C-1 was not made then; that of C-3 just was.
        var page = await host.GetAsync(Path + "&limit=2");
        page["items"]!.AsArray().Select(member => (string)member!["customerId"]!).ShouldBe(["C-1", "C-2"]);
        page["items"]![0]!.ToJsonString().ShouldBe(
            """{"customerId":"C-1","recencyDays":20,"frequency":1,"monetary":50.00,"since":"2026-09-01T12:00:00Z","segment":"potential-loyalist"}""");
        page = await host.GetAsync($"{Path}&limit=2&cursor={Uri.EscapeDataString((string)page["next"]!)}");
        ((string)page["items"]!.AsArray().ShouldHaveSingleItem()!["customerId"]!).ShouldBe("C-3");
        page["next"].ShouldBeNull();

        var table = (await ReadAsync(host, Path, "text/csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        table[0].ShouldBe("customerId,recencyDays,frequency,monetary,since,segment");
        table[1..].ShouldBe(
        [
            "\"C-1\",20,1,50.00,2026-09-01T12:00:00Z,\"potential-loyalist\"",
            "\"C-2\",10,1,50.00,2026-09-11T12:00:00Z,\"potential-loyalist\"",
            "\"C-3\",0,1,50.00,2026-09-21T12:00:00Z,\"potential-loyalist\"",
        ]);
    }

    [Theory]
    [InlineData("customers?hash=sha256")]
    [InlineData("customers?hash=sha256&asOf=2026-11-20T12:00:00Z")]
    [InlineData("leaving?hash=sha256&within=60d")]
    public async Task Who_asks_for_hashes_is_not_told_ids_by_the_cursor(string list)
    {
        await using var host = await ApiHost.StartAsync();
        await host.PostEventsAsync(Purchase("a", "ann@example.com"), Purchase("b", "bob@example.com"));

        using var response = await host.Client.GetAsync($"/api/v1/segments/potential-loyalist/{list}&limit=1");

        var body = await response.Content.ReadAsStringAsync();
        JsonNode.Parse(body)!["next"].ShouldNotBeNull();
        body.ShouldNotContain("example");
    }

    [Fact]
    public async Task Who_was_a_member_by_an_order_that_was_given_back_since_has_no_figures()
    {
        await using var host = await ApiHost.StartAsync();
        await host.PostEventsAsync(
            Purchase("a", order: "O", at: "2026-11-01T12:00:00Z"),
            """{"eventId":"r","type":"refund","customerId":"C-1","orderId":"O","occurredAt":"2026-11-05T12:00:00Z","amount":50}""");
        var then = await host.GetAsync("/api/v1/segments/potential-loyalist/customers?asOf=2026-11-02T12:00:00Z");

        then["items"]!.AsArray().ShouldHaveSingleItem()!.ToJsonString().ShouldBe(
            """{"customerId":"C-1","recencyDays":null,"frequency":0,"monetary":0,"since":"2026-11-01T12:00:00Z","segment":"potential-loyalist"}""");
        (await host.GetAsync("/api/v1/segments/potential-loyalist/customers?asOf=2026-11-06T12:00:00Z"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("minMonetary=51&maxMonetary=53", "C-2 C-3 C-4")]
    [InlineData("minMonetary=51.01", "C-3 C-4 C-5")]
    [InlineData("minRecencyDays=10&maxRecencyDays=11", "C-2 C-3")]
    [InlineData("maxRecencyDays=1e1&minFrequency=1&maxFrequency=1", "C-1 C-2")]
    [InlineData("minFrequency=2", "")]
    public async Task Members_within_bounds_are_the_same_in_pages_files_and_of_a_moment(string bounds, string expected)
    {
        await using var host = await ApiHost.StartAsync();
        await host.PostEventsAsync([.. Enumerable.Range(1, 5).Select(n =>
            Purchase($"e{n}", $"C-{n}", at: $"2026-11-{12 - n:00}T12:00:00Z", amount: $"{49 + n}"))]); // 9 to 13 days before now, 50 to 54
        string[] members = expected.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        foreach (var asOf in (string[])["", "&asOf=2026-11-20T12:00:00Z"])
        {
            var path = $"/api/v1/segments/potential-loyalist/customers?{bounds}{asOf}";
            var listed = new List<string>();
            for (var next = ""; ;)
            {
                var page = await host.GetAsync($"{path}&limit=1{next}");
                page["items"]!.AsArray().Count.ShouldBeLessThanOrEqualTo(1);
                listed.AddRange(page["items"]!.AsArray().Select(member => (string)member!["customerId"]!));
                if (page["next"] is not { } cursor)
                {
                    break;
                }

                next = $"&cursor={Uri.EscapeDataString((string)cursor!)}";
            }

            listed.ShouldBe(members, ignoreOrder: true);
            (await ReadAsync(host, path, "text/csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..]
                .Select(line => line.Split(',')[0].Trim('"')).ShouldBe(listed);
        }
    }

    [Theory]
    [InlineData("minMonetary=lots", "invalid_number")]
    [InlineData("maxFrequency=-1", "invalid_number")]
    [InlineData("hash=md5", "invalid_hash")]
    [InlineData("hash=SHA256", "invalid_hash")]
    [InlineData("hash=sha256&normalize=yes", "invalid_normalize")]
    [InlineData("normalize=true", "invalid_normalize")]
    [InlineData("asOf=yesterday", "invalid_time")]
    [InlineData("asOf=2026-11-20T12:00:01Z", "invalid_time")]
    [InlineData("asOf=2026-11-01T00:00:00Z&cursor=0-7", "invalid_cursor")]
    public async Task A_list_that_makes_no_sense_says_why(string question, string code)
    {
        await using var host = await ApiHost.StartAsync();
        using var response = await host.Client.GetAsync($"/api/v1/segments/loyal/customers?{question}");
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task A_segment_that_never_was_has_no_members_of_any_moment()
    {
        await using var host = await ApiHost.StartAsync();
        using var response = await host.Client.GetAsync("/api/v1/segments/nowhere/customers?asOf=2026-11-01T00:00:00Z");
        await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "unknown_segment");
    }
}
