using CustomerSegmentation.Engine;
using CustomerSegmentation.Models.Retraining;

namespace CustomerSegmentation.Tests.Engine;

public sealed class SegmentTallyTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Parts_of_the_base_add_up_even_if_one_knows_more_segments()
    {
        var sum = Tally((0, 300), (SegmentOrdinals.None, 0)).Plus(Tally((40, 7.5), (0, 100), (40, 2.5)));

        sum.Customers.Length.ShouldBe(41);
        (sum.Customers[0], sum.Customers[40], sum.Lapsed).ShouldBe((2, 2, 1));
        (sum.Revenue[0], sum.Revenue[40]).ShouldBe((400, 10));
        (sum.Customers.Sum(), sum.Revenue.Sum()).ShouldBe((4, 410));
    }

    [Fact]
    public void Shares_are_of_those_in_any_segment_lapsed_ones_aside()
    {
        var ordinals = new SegmentOrdinals();
        var (loyal, champions, former) = (ordinals.Of("loyal"), ordinals.Of("champions"), ordinals.Of("s7"));
        var tally = Tally(
            (champions, 300), (champions, 100), (loyal, 50), (former, 50), (SegmentOrdinals.None, 0), (SegmentOrdinals.None, 0));

        var view = SegmentsView.Of(Now, ModelRegistry.Of(new EngineOptions()), tally, ordinals);

        // By hand: 4 of 6 are in a segment, of whom one is still in that of an earlier model; they are worth 500.
        (view.ModelVersion, view.Customers, view.Lapsed, view.Segments.Count).ShouldBe((0, 6, 2, 11));
        var sizes = view.Segments.ToDictionary(size => size.Segment.Id);
        (sizes["champions"].Customers, sizes["champions"].Share, sizes["champions"].RevenueShare).ShouldBe((2, 0.5, 0.8));
        (sizes["loyal"].Customers, sizes["loyal"].Share, sizes["loyal"].RevenueShare).ShouldBe((1, 0.25, 0.1));
        (sizes["lost"].Customers, sizes["lost"].Share, sizes["lost"].RevenueShare).ShouldBe((0, 0, 0));
    }

    private static SegmentTally Tally(params (short Segment, double Monetary)[] customers)
    {
        var builder = new SegmentTally.Builder();
        foreach (var (segment, monetary) in customers)
        {
            builder.Add(segment, monetary);
        }

        return builder.ToTally();
    }
}
