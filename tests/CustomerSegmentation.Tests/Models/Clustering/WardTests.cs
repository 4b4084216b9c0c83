using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Hierarchical;
using CustomerSegmentation.Models.Clustering.Quality;

namespace CustomerSegmentation.Tests.Models.Clustering;

public sealed class WardTests
{
    [Fact]
    public void Mall_data_have_the_heights_of_scipy()
    {
        // scipy 1.10.1: linkage(x, "ward")[:, 2] of income and spending score; whole numbers with many ties.
        var heights = Ward.Fit(References.Mall()).Merges.Select(m => m.Height).ToList();
        heights.Count.ShouldBe(199);
        heights.Sum().ShouldBe(3478.313978674786, 1e-3);
        double[] last =
        [
            64.537405653, 69.523154759, 81.17935867, 106.650578831, 112.818203356,
            113.886016519, 245.65460099, 262.562634104, 394.859657596, 405.660041042,
        ];
        heights.TakeLast(10).ShouldBe(last, 1e-4);
    }

    [Fact]
    public void Mall_data_have_the_clusters_of_scikit_learn()
    {
        // scikit-learn 1.2.1: AgglomerativeClustering(5, linkage="ward").fit_predict(x), renumbered by first rows.
        const string Expected =
            "01010101010101010101010101010101010101010102022222222222222222222222222222222222222222222222222222222222222222222222"
            + "222222232323434323434343432343234343434343432343434343434343434343434343434343434343";
        string.Concat(Ward.Fit(References.Mall()).Cut(5)).ShouldBe(Expected);
    }

    [Fact]
    public void Personality_data_have_the_heights_and_sizes_of_scipy_and_scikit_learn()
    {
        // The same two calls on the 2,240 scaled rows; the sum of squares of three standardised columns is 3 · 2,240.
        var tree = Ward.Fit(References.Personality());
        tree.Merges.Sum(m => m.Height).ShouldBe(1073.9146601755137, 1e-3);
        double[] last =
        [
            11.244324559, 11.326776628, 13.342434912, 14.794638063, 14.971055296,
            19.488945424, 20.46212652, 34.265182831, 44.878180064, 82.916949673,
        ];
        tree.Merges.TakeLast(10).Select(m => m.Height).ShouldBe(last, 1e-5);
        tree.Inertia(1).ShouldBe(6720, 1e-3);
        Sizes(3).ShouldBe([771, 876, 593]);
        Sizes(4).ShouldBe([771, 592, 593, 284]);
        Sizes(6).ShouldBe([582, 196, 593, 396, 189, 284]);

        int[] Sizes(int k) => [.. tree.Cut(k).CountBy(label => label).Select(p => p.Value)];
    }

    [Fact]
    public void Heights_clusters_and_inertia_by_hand()
    {
        // 0 and 2, 10 and 14, then means 1 and 12: √(2·2·2/4) · 11. Sums of squares 2, 2 + 8, 2 + 8 + 121.
        var tree = Ward.Fit(NumericColumns.From([0, 10, 2, 14]));
        tree.Merges.Select(m => (m.First, m.Second, m.Rows)).ShouldBe([(0, 2, 2), (1, 3, 2), (4, 5, 4)]);
        tree.Merges.Select(m => m.Height).ShouldBe([2, 4, 11 * Math.Sqrt(2)], 1e-5);
        tree.Cut(4).ShouldBe([0, 1, 2, 3]);
        tree.Cut(3).ShouldBe([0, 1, 0, 2]);
        tree.Cut(2).ShouldBe([0, 1, 0, 1]);
        tree.Cut(1).ShouldBe([0, 0, 0, 0]);
        new[] { 4, 3, 2, 1 }.Select(tree.Inertia).ShouldBe([0, 2, 10, 131], 1e-4);
    }

    [Fact]
    public void Equally_near_pairs_are_taken_as_scipy_takes_them()
    {
        // The corners of a square, in turn: every side is 1, and two opposite sides are √(2·2·2/4) · 1 apart. The merges
        // are those of linkage([[0, 0], [1, 0], [1, 1], [0, 1]], "ward") in scipy 1.10.1.
        var tree = Ward.Fit(NumericColumns.From([0, 1, 1, 0], [0, 0, 1, 1]));
        tree.Merges.Select(m => (m.First, m.Second)).ShouldBe([(0, 1), (2, 3), (4, 5)]);
        tree.Merges.Select(m => m.Height).ShouldBe([1, 1, Math.Sqrt(2)], 1e-6);
    }

    [Fact]
    public void Twins_are_merged_first_at_no_height()
    {
        var tree = Ward.Fit(NumericColumns.From([7, 3, 7, 3, 7]));
        tree.Merges.Select(m => m.Height).Take(3).ShouldBe([0, 0, 0]);
        tree.Cut(2).ShouldBe([0, 1, 0, 1, 0]);
        tree.Merges[^1].Height.ShouldBe(4 * Math.Sqrt(2.0 * 3 * 2 / 5), 1e-5);
    }

    [Fact]
    public void A_single_row_is_a_single_cluster()
    {
        var tree = Ward.Fit(NumericColumns.From([42]));
        tree.Merges.ShouldBeEmpty();
        tree.Cut(1).ShouldBe([0]);
        tree.Inertia(1).ShouldBe(0);
    }

    [Fact]
    public void A_cut_that_cannot_be_is_refused()
    {
        var tree = Ward.Fit(NumericColumns.From([1, 2, 3]));
        Should.Throw<ArgumentOutOfRangeException>(() => tree.Cut(0));
        Should.Throw<ArgumentOutOfRangeException>(() => tree.Cut(4));
        Should.Throw<ArgumentOutOfRangeException>(() => tree.Inertia(0));
        Should.Throw<ArgumentOutOfRangeException>(() => tree.Inertia(4));
    }

    [Fact]
    public void More_rows_than_pairs_fit_in_memory_are_refused_with_what_to_do() =>
        Should.Throw<ArgumentException>(() => Ward.Fit(NumericColumns.From(new double[Ward.MaxRows + 1])))
            .Message.ShouldStartWith("Ward keeps a distance for every pair of rows and takes 10,000 of them at most, not 10,001: draw a sample.");

    [Fact]
    public void A_fit_can_be_cancelled() =>
        Should.Throw<OperationCanceledException>(() =>
            Ward.Fit(NumericColumns.From([1, 2, 3]), new CancellationToken(canceled: true)));
}
