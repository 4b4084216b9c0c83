using System.Net;
using System.Text.Json.Nodes;
using static CustomerSegmentation.HttpSuite.ApiTesting;

namespace CustomerSegmentation.HttpSuite;

/// <summary>Segments, their wording and their members.</summary>
public class SegmentsApiTests
{
    [Fact]
    public async Task Segments_have_the_contracts_fields_and_shares_that_sum_to_one()
    {
        await using var host = await ApiHost.StartAsync();
        await host.PostEventsAsync(
            Purchase("a", "C-1"), Purchase("b", "C-2", at: "2026-03-01T00:00:00Z"), Purchase("c", "C-3", at: "2020-01-01T00:00:00Z"));
        var answer = await host.GetAsync("/api/v1/segments");
        answer.Names().ShouldBe(["asOf", "modelVersion", "customers", "lapsed", "segments"]);
        ((int)answer["modelVersion"]!).ShouldBe(0);
        ((long)answer["customers"]!).ShouldBe(3);
        ((long)answer["lapsed"]!).ShouldBe(1);
        var segments = answer["segments"]!.AsArray();
        segments.Count.ShouldBe(11);
        segments[0].Names().ShouldBe(["id", "name", "description", "action", "customers", "share", "revenueShare", "centroid"]);
        segments.Sum(segment => (long)segment!["customers"]!).ShouldBe(2);
        segments.Sum(segment => (double)segment!["share"]!).ShouldBe(1, 1e-12);
        segments.Sum(segment => (double)segment!["revenueShare"]!).ShouldBe(1, 1e-12);
        segments.ShouldAllBe(segment => segment!["centroid"] == null);
    }

    [Fact]
    public async Task A_renamed_segment_is_called_so_everywhere_and_keeps_the_rest()
    {
        await using var host = await ApiHost.StartAsync();
        await host.PostEventsAsync(Purchase("a"));
        var before = (await host.GetAsync("/api/v1/customers/C-1"))["segment"]!;
        var id = (string)before["id"]!;
        using var response = await host.Client.PatchAsync($"/api/v1/segments/{id}", Json("""{"name":"Liebhaber"}"""));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var edited = await response.ReadObjectAsync();
        edited.Names().ShouldBe(["id", "name", "description", "action"]);
        ((string)edited["name"]!).ShouldBe("Liebhaber");
        ((string)edited["action"]!).ShouldNotBeEmpty();
        ((string)(await host.GetAsync("/api/v1/customers/C-1"))["segment"]!["name"]!).ShouldBe("Liebhaber");
        var migration = (await host.GetAsync("/api/v1/customers/C-1/history"))["items"]![0]!;
        ((string)migration["to"]!["name"]!).ShouldBe("Liebhaber");
    }

    [Theory]
    [InlineData("{}", HttpStatusCode.BadRequest, "nothing_to_change")]
    [InlineData("""{"name":" "}""", HttpStatusCode.BadRequest, "invalid_name")]
    [InlineData("""{"name":"a\u0000b"}""", HttpStatusCode.BadRequest, "invalid_name")]
    [InlineData("""{"name":"a\nb"}""", HttpStatusCode.BadRequest, "invalid_name")]
    [InlineData("""{"description":"a\u0007b"}""", HttpStatusCode.BadRequest, "invalid_text")]
    [InlineData("""{"action":"a\u001bb"}""", HttpStatusCode.BadRequest, "invalid_text")]
    [InlineData("""{"name":7}""", HttpStatusCode.BadRequest, "malformed_json")]
    [InlineData("{", HttpStatusCode.BadRequest, "malformed_json")]
    [InlineData("null", HttpStatusCode.BadRequest, "missing_body")]
    [InlineData("""{"name":"x"}""", HttpStatusCode.NotFound, "unknown_segment")]
    public async Task An_edit_that_cannot_be_made_says_why(string body, HttpStatusCode status, string code)
    {
        await using var host = await ApiHost.StartAsync();
        using var response = await host.Client.PatchAsync("/api/v1/segments/nowhere", Json(body));
        await response.ShouldBeProblemAsync(status, code);
    }

    [Fact]
    public async Task A_wording_may_be_as_long_as_is_said_and_no_longer()
    {
        await using var host = await ApiHost.StartAsync();
        await host.PostEventsAsync([Purchase("e-1", "C-1")]);
        var id = (string)(await host.GetAsync("/api/v1/customers/C-1"))["segment"]!["id"]!;
        async Task<HttpResponseMessage> EditAsync(string name, string description) => await host.Client.PatchAsync(
            $"/api/v1/segments/{id}", Json($$"""{"name":"{{name}}","description":"{{description}}"}"""));

        using var longest = await EditAsync($" {new string('n', 200)} ", $"{new string('d', 4_998)}\\nd");
        longest.StatusCode.ShouldBe(HttpStatusCode.OK);
        var edited = await longest.ReadObjectAsync();
        (((string)edited["name"]!).Length, ((string)edited["description"]!).Length).ShouldBe((200, 5_000));
        using var name = await EditAsync(new('n', 201), "");
        await name.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_name");
        using var description = await EditAsync("n", new('d', 5_001));
        await description.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_text");
    }

    [Fact]
    public async Task Members_come_in_pages_or_all_at_once_as_lines_or_a_table()
    {
        await using var host = await ApiHost.StartAsync();
        string[] ids = [.. Enumerable.Range(0, 25).Select(i => i == 3 ? "a, \"b\"" : $"C-{i:00}")];
        await host.PostEventsAsync([.. ids.Select((id, i) => Purchase($"e-{i}", id.Replace("\"", "\\\"")))]);
        var segment = (string)(await host.GetAsync("/api/v1/customers/C-00"))["segment"]!["id"]!;
        var path = $"/api/v1/segments/{segment}/customers";

        var paged = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await host.GetAsync($"{path}?limit=10&cursor={Uri.EscapeDataString(cursor)}");
            page["items"]!.AsArray().Count.ShouldBeLessThanOrEqualTo(10);
            page["items"]![0].Names().ShouldBe(["customerId", "recencyDays", "frequency", "monetary", "since", "segment"]);
            paged.AddRange(page["items"]!.AsArray().Select(member => (string)member!["customerId"]!));
            cursor = (string?)page["next"];
        }

        paged.Order(StringComparer.Ordinal).ShouldBe(ids.Order(StringComparer.Ordinal));

        var lines = (await ReadAsync(host, path, "application/x-ndjson")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Select(line => (string)JsonNode.Parse(line)!["customerId"]!).ShouldBe(paged);

        var table = (await ReadAsync(host, path, "text/csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        table[0].ShouldBe("customerId,recencyDays,frequency,monetary,since,segment");
        table.Length.ShouldBe(26);
        table.ShouldContain(row => row.StartsWith("\"a, \"\"b\"\"\",10,1,50", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("text/csv")]
    [InlineData("application/x-ndjson")]
    public async Task An_export_whose_segment_ends_midway_is_cut_off_and_never_looks_complete(string accept)
    {
        await using var host = await ApiHost.StartAsync(engine =>
        {
            var held = new HeldEngine(engine) { LosesSegments = true };
            held.LetGo();
            return held;
        });
        await host.PostEventsAsync([.. Enumerable.Range(0, 1_001).Select(i => Purchase($"e-{i}", $"C-{i}"))]);
        var segment = (string)(await host.GetAsync("/api/v1/customers/C-1"))["segment"]!["id"]!;

        await Should.ThrowAsync<HttpRequestException>(() => ReadAsync(host, $"/api/v1/segments/{segment}/customers", accept));
    }

    [Theory]
    [InlineData("=1+1", "\"'=1+1\",")]
    [InlineData("+1", "\"'+1\",")]
    [InlineData("-1", "\"'-1\",")]
    [InlineData("@a", "\"'@a\",")]
    [InlineData("=\"a\"", "\"'=\"\"a\"\"\",")]
    [InlineData(" =1", "\" '=1\",")]
    [InlineData("\uFF1D1\uFF0B1", "\"'\uFF1D1\uFF0B1\",")]
    [InlineData("\uFF201", "\"'\uFF201\",")]
    [InlineData("a;=1+1;b", "\"a;'=1+1;b\",")]
    [InlineData("a;b", "\"a;b\",")]
    [InlineData("a=1", "\"a=1\",")]
    public async Task An_id_that_a_spreadsheet_would_run_is_text_in_the_table(string id, string shown)
    {
        await using var host = await ApiHost.StartAsync();
        await host.PostEventsAsync(Purchase("a", id.Replace("\"", "\\\"")), Purchase("b"));
        var segment = (string)(await host.GetAsync("/api/v1/customers/C-1"))["segment"]!["id"]!;

        var table = await ReadAsync(host, $"/api/v1/segments/{segment}/customers", "text/csv", "text/*");

        table.Split("\r\n").ShouldContain(row => row.StartsWith(shown, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Characters_that_are_plain_in_JSON_are_plain_in_answers()
    {
        await using var host = await ApiHost.StartAsync();
        await host.PostEventsAsync(Purchase("a", "L'Été+1"));
        (await host.Client.GetStringAsync("/api/v1/customers/L'%C3%89t%C3%A9%2B1")).ShouldContain("\"L'Été+1\"");
    }

    [Fact]
    public async Task Wrong_questions_about_members_say_why()
    {
        await using var host = await ApiHost.StartAsync();
        await host.PostEventsAsync(Purchase("a"));
        var segment = (string)(await host.GetAsync("/api/v1/customers/C-1"))["segment"]!["id"]!;
        using var unknown = await host.Client.GetAsync("/api/v1/segments/nowhere/customers");
        await unknown.ShouldBeProblemAsync(HttpStatusCode.NotFound, "unknown_segment");
        using var cursor = await host.Client.GetAsync($"/api/v1/segments/{segment}/customers?cursor=made-up");
        await cursor.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_cursor");
        foreach (var limit in (string[])["0", "1001", "-1", "ten", "1.5"])
        {
            using var limited = await host.Client.GetAsync($"/api/v1/segments/{segment}/customers?limit={limit}");
            await limited.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_limit");
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/segments/{segment}/customers");
        request.Headers.Accept.ParseAdd("image/png");
        using var picture = await host.Client.SendAsync(request);
        await picture.ShouldBeProblemAsync(HttpStatusCode.NotAcceptable, "not_acceptable");
    }
}
