using static CustomerSegmentation.HttpSuite.ApiTesting;

namespace CustomerSegmentation.HttpSuite;

/// <summary>What cannot be read is counted by its code, and what the engine refuses is left to the engine's own count.</summary>
public class RefusedEventsTests
{
    [Fact]
    public async Task What_cannot_be_read_over_HTTP_is_counted_once()
    {
        await using var host = await ApiHost.StartAsync();
        using var counts = new RefusedCounts(host.Services);

        // The last one conflicts with the first: that is the engine's.
        await host.PostEventsAsync(Purchase("a"), "{}", "7", "{}", Purchase("a", amount: "51"));
        using var lines = await host.Client.PostAsync("/api/v1/events", Ndjson("{oops\n"));
        using var body = await host.Client.PostAsync("/api/v1/events", Json("{oops"));

        counts.Sums.OrderBy(sum => sum.Key).Select(sum => (sum.Key, sum.Value))
            .ShouldBe([("malformed_json", 2), ("missing_field", 2), ("wrong_type", 1)]);
        var metrics = await host.Client.GetStringAsync("/metrics");
        metrics.Split('\n').Count(line => line == "# TYPE segmentation_events_refused counter").ShouldBe(1);
        metrics.ShouldContain("segmentation_events_refused_total{code=\"wrong_type\"} 1\n");
    }
}
