using CustomerSegmentation.Models;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerSegmentation.Tests.Models;

public sealed class RuleModelTests
{
    private readonly RuleModel _model = new(RuleThresholds.Default);

    // The default thresholds: days 14, 45, 90, 180; orders 2, 3, 5, 10; money 50, 150, 400, 1000.
    [Theory]
    [InlineData(14, 10, 1_000, "Champions")] // 5, 5+5
    [InlineData(14.0001, 10, 1_000, "Champions")] // 4, 5+5
    [InlineData(45.0001, 10, 1_000, "Loyal")] // 3, 5+5
    [InlineData(90.0001, 10, 1_000, "At Risk")] // 2, 5+5
    [InlineData(180.0001, 10, 1_000, "Can't Lose Them")] // 1, 5+5
    [InlineData(0, 1, 49.99, "New")] // 5, 1+1
    [InlineData(0, 1, 50, "Potential Loyalist")] // 5, 1+2: half rounds up to 2
    [InlineData(90, 4, 150, "Potential Loyalist")] // 3, 3+3
    [InlineData(100, 2, 50, "Need Attention")] // 2, 2+2
    [InlineData(100, 1, 10, "About to Sleep")] // 2, 1+1
    [InlineData(181, 1, 10, "Lost")] // 1, 1+1
    [InlineData(181, 2, 10, "Hibernating")] // 1, 2+1
    [InlineData(60, 1, 10, "Promising")] // 3, 1+1
    [InlineData(-0.003, 1, 10, "New")] // a shop's clock may run ahead
    public void Scores_by_value_lead_to_the_segment(double days, double orders, double money, string name) =>
        _model.Segments[_model.Assign(days, orders, money)].Name.ShouldBe(name);

    [Theory]
    [InlineData(14, 1, 1_000, 5, 1, 5, 3)]
    [InlineData(14.0001, 2, 999.99, 4, 2, 4, 3)]
    [InlineData(180, 5, 49.99, 2, 4, 1, 3)] // 2.5 rounds up
    [InlineData(180.0001, 10, 50, 1, 5, 2, 4)] // 3.5 rounds up
    public void Scores_are_told_one_by_one(double days, double orders, double money, int recency, int frequency, int monetary, int together)
    {
        var scores = _model.Score(days, orders, money);
        scores.ShouldBe(new(recency, frequency, monetary));
        scores.FrequencyMonetary.ShouldBe(together);
        Should.Throw<ArgumentException>(() => _model.Score(double.NaN, orders, money));
    }

    [Fact]
    public void A_customer_is_in_one_segment_and_in_no_other_to_any_degree() =>
        _model.Rank(60, 4, 200).ShouldBe([new SegmentFit(_model.Assign(60, 4, 200), 1)]);

    [Theory]
    [InlineData(0, 10, 1_000, 45.0)] // 55 and 45 are both Champions: the score changes at 14, the segment at 45
    [InlineData(45, 10, 1_000, 45.0)] // on the bound
    [InlineData(46, 10, 1_000, 90.0)]
    [InlineData(0, 1, 10, 14.0)] // 51 New, 41 Promising
    [InlineData(15, 1, 10, 90.0)] // 41 and 31 are both Promising
    [InlineData(100, 2, 50, 180.0)]
    [InlineData(181, 2, 50, null)]
    public void The_next_boundary_is_the_bound_beyond_which_the_segment_changes(
        double days, double orders, double money, double? boundary)
    {
        _model.NextBoundary(days, orders, money).ShouldBe(boundary);
        if (boundary is { } bound)
        {
            _model.Assign(bound, orders, money).ShouldBe(_model.Assign(days, orders, money));
            _model.Assign(double.BitIncrement(bound), orders, money).ShouldNotBe(_model.Assign(days, orders, money));
        }
    }

    [Fact]
    public void Between_now_and_the_next_boundary_nothing_changes()
    {
        var cases =
            from days in Gen.Choose(0, 2_400).Select(i => i / 10.0)
            from orders in Gen.Choose(1, 12)
            from money in Gen.Choose(1, 1_200)
            select (days, orders, money);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var now = _model.Assign(c.days, c.orders, c.money);
            var boundary = _model.NextBoundary(c.days, c.orders, c.money);
            var ahead = Enumerable.Range(0, 4_000).Select(i => c.days + (i / 16.0)).ToList();
            return ahead.Where(d => boundary is null || d <= boundary).All(d => _model.Assign(d, c.orders, c.money) == now)
                && (boundary is null || _model.Assign(double.BitIncrement(boundary.Value), c.orders, c.money) != now);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("1 2 3")]
    [InlineData("1 2 3 4 5")]
    [InlineData("1 2 2 3")]
    [InlineData("4 3 2 1")]
    [InlineData("0 1 2 3")]
    [InlineData("-1 1 2 3")]
    [InlineData("1 2 3 NaN")]
    [InlineData("1 2 3 Infinity")]
    public void Thresholds_that_make_no_sense_are_refused_by_name(string listed)
    {
        double[] bounds = [.. listed.Split(' ').Select(double.Parse)];
        Refused(new RuleThresholds { RecencyDays = bounds }).ShouldContain("RecencyDays needs 4 finite");
        Refused(new RuleThresholds { Frequency = bounds }).ShouldContain("Frequency needs 4 finite");
        Refused(new RuleThresholds { Monetary = bounds }).ShouldContain("Monetary needs 4 finite");

        static string Refused(RuleThresholds thresholds) =>
            Should.Throw<ArgumentException>(() => new RuleModel(thresholds)).Message;
    }

    [Fact]
    public void What_is_not_a_number_is_in_no_segment()
    {
        Should.Throw<ArgumentException>(() => _model.Assign(double.NaN, 1, 1));
        Should.Throw<ArgumentException>(() => _model.Assign(1, double.NaN, 1));
        Should.Throw<ArgumentException>(() => _model.Assign(1, 1, double.NaN));
    }

    [Fact]
    public void It_is_version_zero() => _model.Version.ShouldBe(0);
}
