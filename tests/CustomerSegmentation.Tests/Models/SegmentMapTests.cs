using CustomerSegmentation.Models;

namespace CustomerSegmentation.Tests.Models;

public sealed class SegmentMapTests
{
    [Theory]
    [InlineData("champions", "Champions", "55 54 45")]
    [InlineData("loyal", "Loyal", "53 44 35 34")]
    [InlineData("potential-loyalist", "Potential Loyalist", "52 43 42 33")]
    [InlineData("new", "New", "51")]
    [InlineData("promising", "Promising", "41 31")]
    [InlineData("need-attention", "Need Attention", "32 23 22")]
    [InlineData("about-to-sleep", "About to Sleep", "21")]
    [InlineData("at-risk", "At Risk", "25 24 13")]
    [InlineData("cant-lose-them", "Can't Lose Them", "15 14")]
    [InlineData("hibernating", "Hibernating", "12")]
    [InlineData("lost", "Lost", "11")]
    public void Each_of_the_25_cells_has_the_name_that_practice_gives_it(string id, string name, string cells)
    {
        foreach (var cell in cells.Split(' '))
        {
            var segment = RfmSegments.Map.Segments[RfmSegments.Map.IndexOf(cell[0] - '0', cell[1] - '0')];
            segment.Id.ShouldBe(id);
            segment.Name.ShouldBe(name);
            segment.Description.ShouldNotBeEmpty();
            segment.Action.ShouldNotBeEmpty();
        }
    }

    [Fact]
    public void Eleven_segments_share_the_cells()
    {
        RfmSegments.Map.Segments.Select(s => s.Id).Distinct(StringComparer.Ordinal).Count().ShouldBe(11);
        var used = from r in Enumerable.Range(1, 5) from fm in Enumerable.Range(1, 5) select RfmSegments.Map.IndexOf(r, fm);
        used.Distinct().Order().ShouldBe(Enumerable.Range(0, 11));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 2, 2)]
    [InlineData(4, 5, 5)]
    [InlineData(1, 5, 3)]
    [InlineData(2, 5, 4)]
    public void Frequency_and_monetary_scores_are_averaged_and_rounded_half_up(int frequency, int monetary, int together) =>
        SegmentMap.Together(frequency, monetary).ShouldBe(together);

    [Fact]
    public void A_cell_in_two_segments_is_refused() =>
        Should.Throw<ArgumentException>(() => Map("11 12", EveryCellBut("11"))).Message.ShouldContain("Cell 12 is in two segments");

    [Fact]
    public void A_cell_in_no_segment_is_refused() =>
        Should.Throw<ArgumentException>(() => Map("11", EveryCellBut("11 43"))).Message.ShouldContain("Cell 43 is in no segment");

    [Fact]
    public void Something_that_is_no_cell_is_refused() =>
        Should.Throw<ArgumentException>(() => Map("16", EveryCellBut("11"))).Message.ShouldContain("'16' is no cell");

    private static SegmentMap Map(string first, string second) =>
        new([(new Segment("a", "A", "", ""), first), (new Segment("b", "B", "", ""), second)]);

    private static string EveryCellBut(string cells) => string.Join(
        ' ',
        from r in Enumerable.Range(1, 5)
        from fm in Enumerable.Range(1, 5)
        where !cells.Split(' ').Contains($"{r}{fm}")
        select $"{r}{fm}");
}
