using CustomerSegmentation.Models;

namespace CustomerSegmentation.Tests.Models;

public sealed class SegmentNamingTests
{
    // 1 to 10 of everything: 1–2 are the lowest fifth, 9–10 the highest.
    private static readonly double[] Ten = [.. Enumerable.Range(1, 10)];
    private static readonly Population Everyone = new(Ten, Ten, Ten);

    [Fact]
    public void A_segment_is_named_by_where_its_centroid_stands()
    {
        var segments = Named([1, 10, 10], [10, 10, 10], [10, 1, 1], [5, 5, 5], [1, 1, 1]);
        segments.Select(s => s.Name).ShouldBe(["Champions", "Can't Lose Them", "Lost", "Potential Loyalist", "New"]);
        segments.Select(s => s.Id).ShouldBe(["s7", "s8", "s9", "s10", "s11"]);
        segments[0].Action.ShouldStartWith("Reward them");
        segments[4].Description.ShouldStartWith("Bought very recently, for the first time");
    }

    [Fact]
    public void Two_namesakes_are_told_apart_by_what_they_differ_in_most()
    {
        Named([1, 9, 9], [1, 9, 10], [10, 1, 1]).Select(s => s.Name)
            .ShouldBe(["Champions · low spend", "Champions · high spend", "Lost"]);
        Named([2, 9, 9], [1, 9, 9.5]).Select(s => s.Name)
            .ShouldBe(["Champions · less recent", "Champions · more recent"]);
        Named([1, 10, 9], [1, 9, 9]).Select(s => s.Name)
            .ShouldBe(["Champions · more orders", "Champions · fewer orders"]);
    }

    [Theory]
    [InlineData(3, "low spend|medium spend|high spend")]
    [InlineData(4, "lowest spend|low spend|high spend|highest spend")]
    [InlineData(5, "lowest spend|low spend|medium spend|high spend|highest spend")]
    [InlineData(6, "spend 1 of 6|spend 2 of 6|spend 3 of 6|spend 4 of 6|spend 5 of 6|spend 6 of 6")]
    public void Any_number_of_namesakes_gets_readable_names(int count, string endings) =>
        Named([.. Enumerable.Range(0, count).Select(i => new[] { 1, 10, 9 + (i / 10.0) })]).Select(s => s.Name)
            .ShouldBe(endings.Split('|').Select(e => $"Champions · {e}"));

    [Fact]
    public void Names_are_unique_even_for_equal_centroids() =>
        Named([1, 10, 10], [1, 10, 10], [1, 10, 10]).Select(s => s.Name).Distinct().Count().ShouldBe(3);

    [Fact]
    public void An_inherited_name_stays_and_a_new_namesake_is_told_apart_from_it()
    {
        double[][] scaled = [[1, 5, 5], [1, 5, 9], [9, 1, 1]];
        var fitted = new[] { Fresh("Loyal"), Fresh("Champions"), Fresh("Lost") };
        var kept = new Segment("s3", "champions", "Ours.", "Call them.");

        var segments = SegmentNaming.Inherit(fitted, [kept, null, null], scaled, firstSegmentNumber: 12);

        segments[0].ShouldBe(kept);
        segments.Select(s => s.Id).ShouldBe(["s3", "s12", "s13"]);
        segments.Select(s => s.Name).ShouldBe(["champions", "Champions · high spend", "Lost"]);
    }

    [Fact]
    public void However_many_names_are_taken_a_free_one_is_found()
    {
        double[][] scaled = [[1, 1, 1], [1, 1, 1], [1, 1, 1], [1, 1, 1], [1, 1, 1]];
        string[] taken = ["Lost", "Lost · more recent", "Lost · fewer orders", "Lost · low spend"];

        SegmentNaming.Inherit(
            [.. Enumerable.Repeat(Fresh("Lost"), 5)],
            [.. taken.Select((name, i) => new Segment($"s{i}", name, "", "")), null],
            scaled,
            firstSegmentNumber: 5)[4].Name.ShouldBe("Lost 2");
    }

    private static Segment Fresh(string name) => new("", name, "", "");

    private static Segment[] Named(params double[][] centroids) => SegmentNaming.Name(
        Everyone, [.. centroids.Select(c => new Centroid(c[0], c[1], c[2]))], centroids, firstSegmentNumber: 7);
}
