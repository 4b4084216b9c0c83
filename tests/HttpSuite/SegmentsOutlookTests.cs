using System.Net;
using System.Text.Json.Nodes;
using static CustomerSegmentation.HttpSuite.ApiTesting;

namespace CustomerSegmentation.HttpSuite;

/// <summary>What will be and why: who leaves, how large segments will be, the way to a segment, one migration.</summary>
public class SegmentsOutlookTests
{
    // The clock of every host shows 20 November 2026, 12:00.
    private const string TenDaysAgo = "2026-11-10T12:00:00Z";

    [Fact]
    public async Task Who_leaves_soon_comes_soonest_first_with_when_and_where_to()
    {
        await using var host = await ApiHost.StartAsync();
        await host.PostEventsAsync(
            Purchase("a", "C-late", at: "2026-10-12T12:00:00Z"), Purchase("b", "C-soon", at: "2026-10-07T12:00:00Z"),
            Purchase("c", "C-stays", at: TenDaysAgo));

        var page = await host.GetAsync("/api/v1/segments/potential-loyalist/leaving?within=7d&limit=1");

        // A small order is a potential loyalist for 45 days, to the second: 39 and 44 have passed.
        var soonest = page["items"]!.AsArray().ShouldHaveSingleItem()!;
        soonest.Names().ShouldBe(["customerId", "recencyDays", "frequency", "monetary", "since", "leavesAt", "to"]);
        ((string)soonest["customerId"]!).ShouldBe("C-soon");
        ((string)soonest["leavesAt"]!).ShouldBe("2026-11-21T12:00:01Z");
        ((string)soonest["to"]!["id"]!).ShouldBe("need-attention");
        ((double)soonest["recencyDays"]!).ShouldBe(44);
        page = await host.GetAsync(
            $"/api/v1/segments/potential-loyalist/leaving?within=7d&limit=1&cursor={Uri.EscapeDataString((string)page["next"]!)}");
        ((string)page["items"]![0]!["customerId"]!).ShouldBe("C-late");
        page["next"].ShouldBeNull();
        (await host.GetAsync("/api/v1/segments/potential-loyalist/leaving?within=12h"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_leaves_soon_can_be_had_as_a_table_and_as_lines()
    {
        await using var host = await ApiHost.StartAsync();
        await host.PostEventsAsync(Purchase("a", at: "2026-10-07T12:00:00Z"), Purchase("b", "C-2", at: "2025-11-21T12:00:00Z"));

        var table = await ReadAsync(host, "/api/v1/segments/potential-loyalist/leaving", "text/csv");
        table.ShouldBe(
            "customerId,recencyDays,frequency,monetary,since,segment,leavesAt,to\r\n"
            + "\"C-1\",44,1,50.00,2026-10-07T12:00:00Z,\"potential-loyalist\",2026-11-21T12:00:01Z,\"need-attention\"\r\n");
        var lapsing = await ReadAsync(host, "/api/v1/segments/hibernating/leaving", "application/x-ndjson");
        JsonNode.Parse(lapsing)!["to"].ShouldBeNull();
        ((string)JsonNode.Parse(lapsing)!["leavesAt"]!).ShouldBe("2026-11-21T12:00:00Z");
    }

    [Fact]
    public async Task A_forecast_has_both_ways_side_by_side()
    {
        await using var host = await ApiHost.StartAsync();
        await host.PostEventsAsync(Purchase("a", at: TenDaysAgo), Purchase("b", "C-2", at: TenDaysAgo), Purchase("c", "C-3", at: "2026-09-01T12:00:00Z"));

        var forecast = await host.GetAsync("/api/v1/segments/forecast?days=90,30&lookback=60d&seed=7");

        forecast.Names().ShouldBe(["asOf", "modelVersion", "lookback", "interval", "horizons"]);
        ((string)forecast["lookback"]!["from"]!).ShouldBe("2026-09-21T12:00:00Z");
        forecast["lookback"]!.Names().ShouldBe(["from", "moves"]);
        ((double)forecast["interval"]!).ShouldBe(0.9);
        var horizons = forecast["horizons"]!.AsArray();
        horizons.Select(horizon => (int)horizon!["days"]!).ShouldBe([30, 90]);
        ((string)horizons[0]!["at"]!).ShouldBe("2026-12-20T12:00:00Z");
        var segments = horizons[1]!["segments"]!.AsArray();
        segments.Count.ShouldBe(12);
        segments[^1]!["segment"].ShouldBeNull();
        segments[0]!.Names().ShouldBe(["segment", "now", "ifNobodyBuys", "chain"]);
        segments[0]!["chain"]!.Names().ShouldBe(["expected", "low", "high"]);
        // In 90 days the small orders of 10 and of 80 days ago are 100 and 170 days old.
        segments.Single(row => (string?)row!["segment"]?["id"] == "need-attention")!["ifNobodyBuys"]!.GetValue<long>().ShouldBe(3);
        segments.Sum(row => (double)row!["chain"]!["expected"]!).ShouldBe(3, 1e-9);
        (await host.GetAsync("/api/v1/segments/forecast"))["horizons"]!.AsArray()
            .Select(horizon => (int)horizon!["days"]!).ShouldBe([30, 60, 90]);
    }

    [Fact]
    public async Task The_way_to_a_segment_is_an_amount_or_a_reason()
    {
        await using var host = await ApiHost.StartAsync();
        await host.PostEventsAsync(Purchase("a", at: TenDaysAgo, amount: "60"), Purchase("b", "C/2", at: "2020-01-01T00:00:00Z"));

        var path = await host.GetAsync("/api/v1/customers/C-1/path?to=loyal");
        path.Names().ShouldBe(["customerId", "asOf", "from", "to", "verdict", "amount", "currency", "after", "reason", "reachable"]);
        ((string)path["from"]!["id"]!).ShouldBe("potential-loyalist");
        ((string)path["verdict"]!).ShouldBe("oneOrder");
        ((decimal)path["amount"]!).ShouldBe(90); // to 150 in two orders
        path["after"]!.ToJsonString().ShouldBe("""{"recencyDays":0,"frequency":2,"monetary":150.00}""");
        path["reachable"]!.AsArray().Select(way => (string)way!["segment"]!["id"]!).ShouldBe(["potential-loyalist", "loyal", "champions"]);

        var never = await host.GetAsync("/api/v1/customers/C%2F2/path?to=champions");
        never["from"].ShouldBeNull();
        ((string)never["verdict"]!).ShouldBe("noSingleOrder");
        never["amount"].ShouldBeNull();
        ((string)never["reason"]!).ShouldContain("never to Champions");
        ((string)(await host.GetAsync("/api/v1/customers/C-1/path?to=potential-loyalist"))["verdict"]!).ShouldBe("already");
    }

    [Fact]
    public async Task A_migration_is_explained_by_its_figures()
    {
        await using var host = await ApiHost.StartAsync();
        await host.PostEventsAsync(
            Purchase("a", "C/1", at: "2026-09-01T12:00:00Z", amount: "60"), Purchase("b", "C/1", at: "2026-11-01T12:00:00Z", amount: "20"));

        var why = await host.GetAsync("/api/v1/customers/C%2F1/history/3");

        why.Names().ShouldBe(["migration", "by", "before", "after", "shares", "agrees", "reason"]);
        ((int)why["migration"]!["sequence"]!).ShouldBe(3);
        ((string)why["by"]!).ShouldBe("features");
        why["before"]!.ToJsonString().ShouldBe("""{"recencyDays":61,"frequency":1,"monetary":60.00}""");
        why["after"]!.ToJsonString().ShouldBe("""{"recencyDays":0,"frequency":2,"monetary":80.00}""");
        why["shares"]!.ToJsonString().ShouldBe("""{"recencyDays":1,"frequency":0,"monetary":0}""");
        ((bool)why["agrees"]!).ShouldBeTrue();
        var arrival = await host.GetAsync("/api/v1/customers/C%2F1/history/1");
        ((string)arrival["by"]!).ShouldBe("arrival");
        arrival["before"].ShouldBeNull();
        arrival["shares"].ShouldBeNull();
    }

    [Theory]
    [InlineData("segments/loyal/leaving?within=soon", "invalid_span")]
    [InlineData("segments/loyal/leaving?within=-7d", "invalid_span")]
    [InlineData("segments/loyal/leaving?within=0d", "invalid_span")]
    [InlineData("segments/loyal/leaving?within=36526d", "invalid_span")]
    [InlineData("segments/loyal/leaving?limit=0", "invalid_limit")]
    [InlineData("segments/loyal/leaving?cursor=made-up", "invalid_cursor")]
    [InlineData("segments/loyal/leaving?cursor=9-9999999999999999999-x", "invalid_cursor")]
    [InlineData("segments/loyal/leaving?hash=md5", "invalid_hash")]
    [InlineData("segments/forecast?days=0", "invalid_days")]
    [InlineData("segments/forecast?days=30,", "invalid_days")]
    [InlineData("segments/forecast?days=3651", "invalid_days")]
    [InlineData("segments/forecast?days=1,2,3,4,5,6,7,8,9,10,11,12,13", "invalid_days")]
    [InlineData("segments/forecast?lookback=ever", "invalid_span")]
    [InlineData("segments/forecast?seed=-1", "invalid_seed")]
    [InlineData("customers/C-1/path", "missing_to")]
    [InlineData("customers/C-1/path?to=", "missing_to")]
    public async Task A_question_that_makes_no_sense_says_why(string question, string code)
    {
        await using var host = await ApiHost.StartAsync();
        using var response = await host.Client.GetAsync($"/api/v1/{question}");
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Theory]
    [InlineData("segments/nowhere/leaving", "unknown_segment")]
    [InlineData("customers/C-1/path?to=nowhere", "unknown_segment")]
    [InlineData("customers/nobody/path?to=loyal", "unknown_customer")]
    [InlineData("customers/C-1/history/2", "unknown_migration")]
    [InlineData("customers/C-1/history/last", "unknown_migration")]
    [InlineData("customers/C-1/history/99999999999", "unknown_migration")]
    [InlineData("customers/nobody/history/1", "unknown_migration")]
    public async Task What_there_is_not_is_not_found(string question, string code)
    {
        await using var host = await ApiHost.StartAsync();
        await host.PostEventsAsync(Purchase("a"));
        using var response = await host.Client.GetAsync($"/api/v1/{question}");
        await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, code);
    }
}
