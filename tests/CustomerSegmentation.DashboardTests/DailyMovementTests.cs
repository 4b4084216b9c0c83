using CustomerSegmentation.Edge.Dashboard.Reports;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.DashboardTests;

/// <summary>Who moved today.</summary>
public sealed class DailyMovementTests
{
    private static readonly DateTimeOffset Day = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Arrivals_less_departures_are_net_and_refits_are_none()
    {
        var movers = DailyMovement.Of(Day, Day.AddHours(5),
        [
            new(Day, "a", "b", MigrationCause.Purchase, 5, 0),
            new(Day, "b", "a", MigrationCause.Decay, 2, 0),
            new(Day, From: null, "b", MigrationCause.Purchase, 1, 0),
            new(Day, "a", "b", MigrationCause.Refit, 100, 0),
        ]);
        movers.Moves.ShouldBe(8);
        movers.Segments["a"].ShouldBe(new(2, 5));
        movers.Segments["a"].Net.ShouldBe(-3);
        movers.Segments["b"].ShouldBe(new(6, 2));
        movers.Segments[SegmentFilter.None].ShouldBe(new(0, 1));
    }
}
