using CustomerSegmentation.Edge.Dashboard.Reports;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.DashboardTests;

/// <summary>Medians of customers' figures.</summary>
public sealed class MediansTests
{
    private static readonly double[] Days = [3.5, 10, 0.25, 400, 3.5, 77.125];
    private static readonly int[] Orders = [1, 2, 2, 7, 1, 30];
    private static readonly decimal[] Spend = [19.99m, 250, 0, 12.5m, 3000.01m, 99.9m];

    [Theory]
    [InlineData(6, 6.75, 2, 59.945)]
    [InlineData(5, 3.5, 2, 19.99)]
    [InlineData(1, 3.5, 1, 19.99)]
    [InlineData(0, 0, 0, 0)]
    public void They_are_those_of_numpy(int customers, double days, double orders, double spend)
    {
        // numpy 1.24.2: np.median([3.5, 10, 0.25, 400, 3.5, 77.125]), np.median([1, 2, 2, 7, 1, 30]),
        // np.median([19.99, 250, 0, 12.5, 3000.01, 99.9]); of five the same without the last. Of nobody they are 0 here.
        var medians = Columns(0, customers).Medians();
        medians.RecencyDays.ShouldBe(days, 1e-12);
        medians.Orders.ShouldBe(orders, 1e-12);
        medians.Spend.ShouldBe(spend, 1e-12);
    }

    [Fact]
    public void Those_of_several_segments_together_are_those_of_all_their_customers()
    {
        var all = Columns(0, 2);
        all.Add(Columns(2, 6));
        all.Medians().ShouldBe(Columns(0, 6).Medians());
    }

    private static FigureColumns Columns(int from, int to)
    {
        var columns = new FigureColumns();
        for (var i = from; i < to; i++)
        {
            columns.Add(new Member($"C-{i}", Days[i], Orders[i], Spend[i], DateTimeOffset.UnixEpoch));
        }

        return columns;
    }
}
