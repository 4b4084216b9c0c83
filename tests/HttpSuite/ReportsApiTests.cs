using System.Net;
using System.Text.Json.Nodes;
using static CustomerSegmentation.HttpSuite.ApiTesting;

namespace CustomerSegmentation.HttpSuite;

/// <summary>Matrix, flows, series and retention over HTTP; the clock shows noon of 20 November 2026.</summary>
public class ReportsApiTests
{
    private const string November = "from=2026-11-01T00:00:00Z&to=2026-11-20T12:00:00Z";

    [Fact]
    public async Task A_matrix_has_the_contracts_fields_and_everyone_once()
    {
        await using var host = await TradedAsync();

        var matrix = await host.GetAsync($"/api/v1/migrations/matrix?{November}");

        matrix.Names().ShouldBe(
            ["from", "to", "refits", "customers", "segments", "counts", "entered", "left", "outside", "revenue"]);
        ((string)matrix["from"]!).ShouldBe("2026-11-01T00:00:00Z");
        ((string)matrix["to"]!).ShouldBe("2026-11-20T12:00:00Z");
        ((bool)matrix["refits"]!).ShouldBeFalse();

        // A stays with R 5 or 4, F 1, M 2; B goes from there to F 2, M 3; C is new; D has only given back.
        matrix["segments"]!.AsArray().Select(segment => (string)segment!["id"]!).ShouldBe(["loyal", "potential-loyalist"]);
        matrix["counts"]!.ToJsonString().ShouldBe("[[0,0],[1,1]]");
        matrix["entered"]!.ToJsonString().ShouldBe("[0,1]");
        matrix["left"]!.ToJsonString().ShouldBe("[0,0]");
        ((int)matrix["outside"]!).ShouldBe(1);
        ((int)matrix["customers"]!).ShouldBe(4);
        matrix["revenue"]!["counts"]!.ToJsonString().ShouldBe("[[0,0],[260,60]]");
        matrix["revenue"]!["entered"]!.ToJsonString().ShouldBe("[0,60]");
    }

    [Fact]
    public async Task A_matrix_is_a_table_or_lines_too()
    {
        await using var host = await TradedAsync();

        (await ReadAsync(host, $"/api/v1/migrations/matrix?{November}", "text/csv")).Split("\r\n").ShouldBe(
        [
            "from,fromName,to,toName,customers,revenue",
            "\"potential-loyalist\",\"Potential Loyalist\",\"loyal\",\"Loyal\",1,260",
            "\"potential-loyalist\",\"Potential Loyalist\",\"potential-loyalist\",\"Potential Loyalist\",1,60",
            ",,\"potential-loyalist\",\"Potential Loyalist\",1,60",
            ",,,,1,0",
            "",
        ]);
        var lines = (await ReadAsync(host, $"/api/v1/migrations/matrix?{November}&toSegment=loyal", "application/x-ndjson")).Split('\n');
        lines.Length.ShouldBe(2);
        lines[0].ShouldBe(
            """{"from":"potential-loyalist","fromName":"Potential Loyalist","to":"loyal","toName":"Loyal","customers":1,"revenue":260}""");
    }

    [Fact]
    public async Task A_cell_of_the_matrix_leads_to_its_customers()
    {
        await using var host = await TradedAsync();

        var moved = await host.GetAsync($"/api/v1/migrations/matrix/customers?{November}&fromSegment=potential-loyalist&toSegment=loyal");
        var customer = moved["items"]!.AsArray().ShouldHaveSingleItem()!;
        customer.Names().ShouldBe(["customerId", "from", "to", "since", "monetary"]);
        ((string)customer["customerId"]!, (string)customer["to"]!["name"]!, (int)customer["monetary"]!).ShouldBe(("B", "Loyal", 260));

        // The stayer, whom no list of migrations of that time has.
        var stayed = await ReadAsync(
            host, $"/api/v1/migrations/matrix/customers?{November}&fromSegment=potential-loyalist&toSegment=potential-loyalist", "text/csv");
        stayed.Split("\r\n")[0].ShouldBe("customerId,from,to,since,monetary");
        stayed.Split("\r\n")[1].ShouldStartWith("\"A\",\"potential-loyalist\",\"potential-loyalist\",2026-");
        stayed.Split("\r\n").Length.ShouldBe(3);

        var first = await host.GetAsync($"/api/v1/migrations/matrix/customers?{November}&limit=3");
        first["items"]!.AsArray().Select(one => (string)one!["customerId"]!).ShouldBe(["A", "B", "C"]);
        var second = await host.GetAsync($"/api/v1/migrations/matrix/customers?{November}&limit=3&cursor={(string)first["next"]!}");
        second["items"]!.AsArray().ShouldHaveSingleItem()!["to"].ShouldBeNull();
        second["next"].ShouldBeNull();
    }

    [Theory]
    [InlineData("cursor=nonsense", "invalid_cursor")]
    [InlineData("fromSegment=typo", "invalid_segment")]
    [InlineData("limit=0", "invalid_limit")]
    public async Task A_cell_that_cannot_be_is_refused(string query, string code)
    {
        await using var host = await TradedAsync();
        using var response = await host.Client.GetAsync($"/api/v1/migrations/matrix/customers?{query}");
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task Flows_are_a_list_of_rows_by_bucket_segments_and_cause()
    {
        await using var host = await TradedAsync();

        var flows = (await ArrayAsync(host, $"/api/v1/migrations/flows?{November}&bucket=week"))!;

        // 9 and 16 November 2026 are Mondays.
        flows.Select(flow => flow!.ToJsonString()).ShouldBe(
        [
            """{"bucket":"2026-11-09T00:00:00Z","from":null,"fromName":null,"to":"potential-loyalist","toName":"Potential Loyalist","cause":"purchase","count":1,"revenue":60}""",
            """{"bucket":"2026-11-16T00:00:00Z","from":"potential-loyalist","fromName":"Potential Loyalist","to":"loyal","toName":"Loyal","cause":"purchase","count":1,"revenue":260}""",
        ]);
        (await ArrayAsync(host, $"/api/v1/migrations/flows?{November}&segment=loyal")).Count.ShouldBe(1);
        (await ArrayAsync(host, $"/api/v1/migrations/flows?{November}&cause=decay")).ShouldBeEmpty();
        (await ArrayAsync(host, "/api/v1/migrations/flows")).Count.ShouldBe(3, "the last thirty days, by day");
        (await ArrayAsync(host, $"/api/v1/migrations/flows?{November}&knownAt=2026-11-20T11:59:59Z")).ShouldBeEmpty();
        (await ReadAsync(host, $"/api/v1/migrations/flows?{November}", "text/csv")).ShouldContain(
            "\r\n2026-11-18T00:00:00Z,\"potential-loyalist\",\"Potential Loyalist\",\"loyal\",\"Loyal\",\"purchase\",1,260\r\n");
    }

    [Fact]
    public async Task A_series_follows_every_segment_step_by_step()
    {
        await using var host = await TradedAsync();

        var series = await ArrayAsync(host, "/api/v1/migrations/series?from=2026-11-01T00:00:00Z&to=2026-11-20T12:00:00Z&bucket=month");

        series.Select(point => point!.ToJsonString()).ShouldBe(
        [
            """{"bucket":"2026-11-01T00:00:00Z","segment":"loyal","name":"Loyal","customers":1,"revenue":260,"arrivals":1,"departures":0,"refitted":0}""",
            """{"bucket":"2026-11-01T00:00:00Z","segment":"potential-loyalist","name":"Potential Loyalist","customers":2,"revenue":120,"arrivals":1,"departures":1,"refitted":0}""",
            """{"bucket":"2026-11-01T00:00:00Z","segment":null,"name":null,"customers":1,"revenue":0,"arrivals":1,"departures":0,"refitted":0}""",
        ]);
        (await ArrayAsync(host, $"/api/v1/migrations/series?{November}&segment=loyal")).Count.ShouldBe(20, "a point a day");
    }

    [Fact]
    public async Task Retention_says_who_is_still_there()
    {
        await using var host = await TradedAsync();

        var retention = await host.GetAsync("/api/v1/segments/potential-loyalist/retention?from=2026-10-01T00:00:00Z");

        retention.Names().ShouldBe(["segment", "from", "to", "asOf", "entered", "retention", "medianDwellDays"]);
        ((int)retention["entered"]!).ShouldBe(3);
        retention["retention"]!.AsArray().Select(age => age!.ToJsonString()).ShouldBe(
        [
            """{"days":1,"entered":3,"stayed":3,"share":1}""",
            """{"days":7,"entered":3,"stayed":3,"share":1}""",
            """{"days":30,"entered":0,"stayed":0,"share":null}""",
            """{"days":90,"entered":0,"stayed":0,"share":null}""",
        ]);
        ((double)retention["medianDwellDays"]!).ShouldBe(24, "B left after 24 days, when A was the only other one still seen");
    }

    [Fact]
    public async Task A_history_can_be_asked_as_of_a_moment_and_as_it_was_known_at_another()
    {
        await using var host = await TradedAsync();

        (await SegmentsAsync("")).ShouldBe(["loyal", "potential-loyalist"]);
        (await SegmentsAsync("asOf=2026-11-10T00:00:00Z")).ShouldBe(["potential-loyalist"]);
        (await SegmentsAsync("knownAt=2026-11-10T00:00:00Z")).ShouldBeEmpty("all of it was sent today");

        async Task<IEnumerable<string>> SegmentsAsync(string query) =>
            (await host.GetAsync($"/api/v1/customers/B/history?{query}"))["items"]!.AsArray().Select(migration => (string)migration!["to"]!["id"]!);
    }

    [Fact]
    public async Task Migrations_are_found_by_their_segments_and_exported_whole()
    {
        await using var host = await ApiHost.StartAsync();
        await host.PostEventsAsync([.. Enumerable.Range(0, 1_005).Select(i => Purchase($"e-{i}", $"C-{i}", at: "2026-11-20T11:00:00Z", amount: "60"))]);

        (await ReadAsync(host, "/api/v1/migrations?fromSegment=none&toSegment=potential-loyalist", "application/x-ndjson"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (string)JsonNode.Parse(line)!["customerId"]!)
            .Distinct().Count().ShouldBe(1_005);
        var table = (await ReadAsync(host, "/api/v1/migrations?segment=potential-loyalist", "text/csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        table[0].ShouldBe("customerId,sequence,from,fromName,to,toName,cause,modelVersion,effectiveAt,recordedAt,eventId,monetary");
        table.Length.ShouldBe(1_006);
        table.ShouldContain("\"C-7\",1,,,\"potential-loyalist\",\"Potential Loyalist\",\"purchase\",0,2026-11-20T11:00:00Z,2026-11-20T12:00:00Z,\"e-7\",60.00");
        (await host.GetAsync("/api/v1/migrations?fromSegment=loyal"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("migrations/matrix?from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z", "invalid_time")]
    [InlineData("migrations/matrix?from=2026-12-02T00:00:00Z", "invalid_time")]
    [InlineData("migrations/matrix?to=yesterday", "invalid_time")]
    [InlineData("migrations/matrix?refits=yes", "invalid_flag")]
    [InlineData("migrations/matrix?cause=boredom", "invalid_cause")]
    [InlineData("migrations/matrix?fromSegment=nowhere", "invalid_segment")]
    [InlineData("migrations/flows?bucket=year", "invalid_bucket")]
    [InlineData("migrations/flows?bucket=Day", "invalid_bucket")]
    [InlineData("migrations/flows?cause=0", "invalid_cause")]
    [InlineData("migrations/flows?knownAt=now", "invalid_time")]
    [InlineData("migrations/flows?from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z", "invalid_time")]
    [InlineData("migrations/series?from=2020-01-01T00:00:00Z&bucket=hour", "too_many_buckets")]
    [InlineData("migrations/series?segment=nowhere", "invalid_segment")]
    [InlineData("migrations?toSegment=nowhere", "invalid_segment")]
    [InlineData("migrations?asOf=now", "invalid_time")]
    [InlineData("segments/loyal/retention?from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z", "invalid_time")]
    public async Task A_question_that_makes_no_sense_is_a_problem(string path, string code)
    {
        await using var host = await ApiHost.StartAsync();
        using var response = await host.Client.GetAsync($"/api/v1/{path}");
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task Before_the_first_event_reports_are_empty_and_odd_moments_are_answered()
    {
        await using var host = await ApiHost.StartAsync();
        (await host.GetAsync("/api/v1/migrations/matrix"))["counts"]!.ToJsonString().ShouldBe("[]");
        (await ArrayAsync(host, "/api/v1/migrations/flows")).ShouldBeEmpty();
        (await ArrayAsync(host, "/api/v1/migrations/series")).ShouldBeEmpty();
        (await host.GetAsync("/api/v1/migrations/matrix?to=0001-01-01T00:00:00Z"))["counts"]!.ToJsonString().ShouldBe("[]");
        (await ArrayAsync(host, "/api/v1/migrations/series?from=9999-12-01T00:00:00Z&to=9999-12-31T23:59:59Z&bucket=month")).ShouldBeEmpty();
        using var unknown = await host.Client.GetAsync("/api/v1/segments/nowhere/retention");
        await unknown.ShouldBeProblemAsync(HttpStatusCode.NotFound, "unknown_segment");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/migrations/flows");
        request.Headers.Accept.ParseAdd("image/png");
        using var picture = await host.Client.SendAsync(request);
        await picture.ShouldBeProblemAsync(HttpStatusCode.NotAcceptable, "not_acceptable");
    }

    /// <summary>A and B bought in October, B again in November, C for the first time; D has only given back.</summary>
    private static async Task<ApiHost> TradedAsync()
    {
        var host = await ApiHost.StartAsync();
        await host.PostEventsAsync(
            Purchase("a", "A", at: "2026-10-25T10:00:00Z", amount: "60"),
            Purchase("b", "B", at: "2026-10-25T10:00:00Z", amount: "60"),
            Purchase("b2", "B", at: "2026-11-18T10:00:00Z", amount: "200"),
            Purchase("c", "C", at: "2026-11-11T10:00:00Z", amount: "60"),
            """{"eventId":"d","type":"refund","customerId":"D","orderId":"O-d","occurredAt":"2026-11-12T10:00:00Z","amount":5}""");
        return host;
    }

    private static async Task<JsonArray> ArrayAsync(ApiHost host, string path) =>
        JsonNode.Parse(await ReadAsync(host, path, "application/json"))!.AsArray();
}
