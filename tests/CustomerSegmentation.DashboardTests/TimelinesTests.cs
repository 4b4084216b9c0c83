using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Edge.Dashboard.Reports;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.DashboardTests;

/// <summary>Why a customer moved is asked of the engine when something has changed, and not at every look.</summary>
public sealed class TimelinesTests
{
    private static readonly DateTimeOffset Day = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<int> _asked = [];
    private List<Migration> _record = [Move(2), Move(1)];

    [Fact]
    public async Task Reasons_are_asked_for_once_and_again_when_the_customer_has_changed()
    {
        using var timelines = new Timelines(ManualEngine.Of(
            () => Day,
            (nameof(ISegmentationEngine.MigrationsAsync), _ => Task.FromResult(new Page<Migration>(_record, "further"))),
            (nameof(ISegmentationEngine.ExplainAsync), Explain)));

        var (entries, next) = await timelines.OfAsync(Customer(orders: 5, recencyDays: 1), cursor: null);
        entries.Select(entry => entry.Why!.Reason).ShouldBe(["reason 2", "reason 1"]);
        next.ShouldBe("further");
        _asked.ShouldBe([2, 1]);

        await timelines.OfAsync(Customer(orders: 5, recencyDays: 2), cursor: null);
        _asked.ShouldBe([2, 1], "time alone changes no reason");

        _record = [Move(3), Move(2), Move(1)];
        await timelines.OfAsync(Customer(orders: 5, recencyDays: 2), cursor: null);
        _asked.ShouldBe([2, 1, 3]);

        await timelines.OfAsync(Customer(orders: 6, recencyDays: 2), cursor: null);
        _asked.ShouldBe([2, 1, 3, 3, 2, 1], "an order may have been a late one");
    }

    private static Migration Move(int sequence) => new("C", sequence, null, "loyal", MigrationCause.Purchase, 0, Day, Day, null, 10);

    private static CustomerView Customer(int orders, double recencyDays) =>
        new("C", Day.AddDays(recencyDays), new Rfm(recencyDays, orders, 10), Day, Day, Segment: null, [], Next: null);

    private Task<MigrationExplanation?> Explain(object?[] asked)
    {
        var sequence = (int)asked[1]!;
        _asked.Add(sequence);
        return Task.FromResult<MigrationExplanation?>(new(Move(sequence), MigrationDriver.Arrival, null, null, [], true, $"reason {sequence}"));
    }
}
