using CustomerSegmentation.Edge.Dashboard.Flows;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.DashboardTests;

/// <summary>The forecast of an earlier moment.</summary>
public sealed class ForecastBacktestTests
{
    private static readonly DateTimeOffset From = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void It_learns_from_the_time_before_and_is_compared_with_what_came_after()
    {
        // A hundred customers came into a long before; ten of them went to b in the middle of the ninety days. So 8,550 days in a and
        // ten moves: of the 90 in a, 90 exp(-30 * 10 / 8550) = 86.8969 are expected there thirty days later.
        var report = new ForecastBacktestReport(From, days: 30);
        for (var customer = 0UL; customer < 100; customer++)
        {
            report.Take(new(customer, From: null, "a", MigrationCause.Purchase, From.AddDays(-200).UtcTicks, 10));
            if (customer < 10)
            {
                report.Take(new(customer, "a", "b", MigrationCause.Decay, From.AddDays(-45).UtcTicks, 10));
            }
        }

        report.Take(new(50, "a", "b", MigrationCause.Decay, From.AddDays(1).UtcTicks, 10));
        report.Take(new(51, "a", "b", MigrationCause.Refit, From.AddDays(2).UtcTicks, 10));
        report.Take(new(52, "a", To: null, MigrationCause.Decay, From.AddDays(30).UtcTicks, 10));
        report.Take(new(1_000, From: null, "b", MigrationCause.Purchase, From.AddDays(3).UtcTicks, 10)); // not known at the start

        var backtest = report.Finish();
        (backtest.Customers, backtest.Moves, backtest.Refitted).ShouldBe((100, 10, 1));
        backtest.Sizes.Select(size => (size.Id, size.Start, size.Actual)).ShouldBe([("a", 90, 87), ("b", 10, 12), (null, 0, 1)]);
        backtest.Sizes[0].Expected.Expected.ShouldBe(86.8969, 1e-4);
        backtest.Sizes[0].IsWithin.ShouldBeTrue();
        backtest.Sizes[2].IsWithin.ShouldBeFalse(); // nobody had ever left for none
    }
}
