using CustomerSegmentation.Edge.Dashboard.Drawing;

namespace CustomerSegmentation.DashboardTests;

/// <summary>Axes have round numbers that hold all of what is drawn.</summary>
public sealed class TicksTests
{
    [Theory]
    [InlineData(0, 100, new[] { 0.0, 50, 100 })]
    [InlineData(3, 97, new[] { 0.0, 50, 100 })]
    [InlineData(0.46, 0.57, new[] { 0.45, 0.5, 0.55, 0.6 })]
    [InlineData(-2.7, 3.4, new[] { -4.0, -2, 0, 2, 4 })]
    [InlineData(5, 5, new[] { 4.0, 6 })]
    public void They_are_round_and_hold_everything(double least, double most, double[] expected)
    {
        var ticks = Ticks.Over(least, most);
        ticks.Values.ShouldBe(expected, 1e-9);
        ticks.Place(ticks.From).ShouldBe(0);
        ticks.Place(ticks.To).ShouldBe(1);
    }

    [Theory]
    [InlineData(2500, "2500")]
    [InlineData(25_000, "25k")]
    [InlineData(1_250_000, "1.25M")]
    [InlineData(-0.5, "-0.5")]
    public void Large_numbers_are_short(double value, string text) => Ticks.Text(value).ShouldBe(text);
}
