using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Identity;

namespace CustomerSegmentation.Tests.Models.Identity;

public sealed class LineageTests
{
    [Fact]
    public void The_same_groups_in_another_order_are_continued()
    {
        var (inherited, lineage) = Told([[0, 50], [30, 0]]);

        inherited.ShouldBe(["b", "a"]);
        lineage.ShouldBe(["Continued b > b", "Continued a > a"]);
    }

    [Fact]
    public void A_segment_that_halves_is_split_and_the_larger_half_continues_it()
    {
        var (inherited, lineage) = Told([[60, 40, 0], [0, 0, 100]]);

        inherited.ShouldBe(["a", null, "b"]);
        lineage.ShouldBe(["Continued b > b", "Split a > a new1"]);
    }

    [Fact]
    public void Segments_that_come_together_are_merged_and_the_larger_one_continues()
    {
        var (inherited, lineage) = Told([[60], [40]]);

        inherited.ShouldBe(["a"]);
        lineage.ShouldBe(["Merged a b > a"]);
    }

    [Fact]
    public void A_segment_that_falls_apart_is_retired_and_a_mixture_is_born()
    {
        // The third cluster has a third of each; its best Jaccard is 40 / (120 + 120 − 40) = 0.2.
        var (inherited, lineage) = Told([[80, 0, 40, 0], [0, 80, 40, 0], [0, 0, 40, 80]]);

        inherited.ShouldBe(["a", "b", null, "c"]);
        lineage.ShouldBe(["Continued a > a", "Continued b > b", "Continued c > c", "Born  > new2"]);

        // 30 of 90 in each: Jaccard 30 / 120 at best, and no cluster has more than half of them.
        var (none, apart) = Told([[30, 30, 30], [60, 0, 0], [0, 60, 0], [0, 0, 60]]);

        none.ShouldBe(["b", "c", "d"]);
        apart.ShouldBe(["Continued b > b", "Continued c > c", "Continued d > d", "Retired a > "]);
    }

    [Fact]
    public void Identity_carries_over_from_an_overlap_of_one_third_on()
    {
        // Two groups of 80 and 40 customers, sharing 30: 30 / 90. One customer fewer is below.
        Told([[30, 50]]).Inherited[0].ShouldBeNull("the other cluster, 50 of 80, continues it");
        Told([[30, 0, 25, 25], [10, 100, 0, 0]]).Inherited.ShouldBe(["a", "b", null, null]);
        Told([[29, 0, 26, 25], [11, 100, 0, 0]]).Inherited.ShouldBe([null, "b", null, null]);
    }

    [Fact]
    public void A_pair_below_the_least_overlap_pushes_no_better_pair_aside()
    {
        // Jaccard a0 = 50/120, b0 = 20/120; a1 = 30/120 and b1 = 0: a0 must not be given up for a1 + b0.
        Told([[50, 30], [20, 0]], beside: 20).Inherited[0].ShouldBe("a");
    }

    [Fact]
    public void After_the_rules_of_the_first_day_nothing_is_continued_but_all_is_told()
    {
        var overlap = Overlap([[10, 0], [0, 10]], 0);

        var lineage = Lineage.Of(0, overlap, SegmentMatching.None(overlap), ["s1", "s2"]);

        lineage.Steps.Select(Line).ShouldBe(["Born  > s1", "Born  > s2", "Retired a > ", "Retired b > "]);
        lineage.Steps[0].Overlaps.ShouldBe([new("a", "s1", 10, 1, 1)]);
    }

    [Fact]
    public void Overlaps_are_shares_of_either_side_and_customers_without_a_segment_stay_apart()
    {
        var overlap = new MembershipOverlap(["a", "b"], 2, [new("a", 0, 30, 3), new("a", 1, 10, 1), new("b", 1, 30, 3), new(null, 0, 500, 9)]);

        var matching = SegmentMatching.Of(overlap);
        var lineage = Lineage.Of(4, overlap, matching, ["a", "b"]);

        overlap.Entering(0).ShouldBe(500);
        (matching.Predecessor(0), matching.Predecessor(1)).ShouldBe((0, 1));
        lineage.Since.ShouldBe(4);
        lineage.Steps[0].Overlaps.ShouldBe([new("a", "a", 30, 0.75, 1)]);
        lineage.Steps[1].Overlaps.ShouldBe([new("b", "b", 30, 1, 0.75)]);
    }

    private static (IReadOnlyList<string?> Inherited, IReadOnlyList<string> Lineage) Told(long[][] customers, long beside = 0)
    {
        var overlap = Overlap(customers, beside);
        var matching = SegmentMatching.Of(overlap);
        string?[] inherited = [.. Enumerable.Range(0, overlap.Clusters)
            .Select(cluster => matching.Predecessor(cluster) is { } segment ? overlap.Segments[segment] : null)];
        var ids = inherited.Select((id, cluster) => id ?? $"new{cluster}").ToList();
        return (inherited, [.. Lineage.Of(1, overlap, matching, ids).Steps.Select(Line)]);
    }

    private static string Line(LineageStep step) =>
        $"{step.Event} {string.Join(' ', step.From)} > {string.Join(' ', step.To)}";

    /// <summary>Rows are segments a, b, …; a last cluster may take some more of each.</summary>
    private static MembershipOverlap Overlap(long[][] customers, long beside)
    {
        string[] segments = [.. customers.Select((_, i) => ((char)('a' + i)).ToString())];
        var clusters = customers[0].Length;
        return new(
            segments,
            clusters + (beside > 0 ? 1 : 0),
            customers.SelectMany((row, i) => row.Append(beside).Select((count, j) => new OverlapCell(segments[i], j, count, count)))
                .Where(cell => cell.Customers > 0));
    }
}
