using CustomerSegmentation.Edge.Dashboard.Reports;
using CustomerSegmentation.Engine;
using Microsoft.Extensions.DependencyInjection;
using static CustomerSegmentation.HttpSuite.ApiTesting;

namespace CustomerSegmentation.HttpSuite;

/// <summary>Whom the picture of a model shows.</summary>
public class CustomerSampleTests
{
    [Fact]
    public async Task A_sample_is_the_same_every_time_and_has_of_every_segment_as_many_as_its_share()
    {
        await using var host = await ApiHost.StartAsync();
        // Of 2,400 customers every third bought long ago, little lately, or a lot lately: three segments of 800.
        await host.PostEventsAsync([.. Enumerable.Range(0, 2_400).Select(i => (i % 3) switch
        {
            0 => Purchase($"e-{i}", $"C-{i}", at: "2026-01-05T00:00:00Z", amount: "10"),
            1 => Purchase($"e-{i}", $"C-{i}", at: "2026-11-15T00:00:00Z", amount: "10"),
            _ => Purchase($"e-{i}", $"C-{i}", at: "2026-11-15T00:00:00Z", amount: "5000"),
        })]);
        var engine = host.Services.GetRequiredService<ISegmentationEngine>();
        var sizes = await engine.SegmentsAsync();

        var sample = await CustomerSample.DrawAsync(engine, sizes);

        sample.Of.ShouldBe(2_400);
        sample.Customers.Count.ShouldBeInRange(1_980, CustomerSample.Most);
        var bySegment = sample.Customers.GroupBy(customer => customer.Segment).ToDictionary(group => group.Key, group => group.Count());
        bySegment.Count.ShouldBe(3);
        bySegment.Values.ShouldAllBe(count => count >= 662 && count <= 664, "(2,000 less one for each of eleven segments) / 3, and that one");
        (await CustomerSample.DrawAsync(engine, sizes)).Customers.ShouldBe(sample.Customers);
    }
}
