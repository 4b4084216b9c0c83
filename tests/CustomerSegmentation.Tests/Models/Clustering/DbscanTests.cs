using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Density;

namespace CustomerSegmentation.Tests.Models.Clustering;

public sealed class DbscanTests
{
    [Theory]
    [InlineData(
        5, 4,
        ".0.0.0...0...0.0...........................1.1111111111111111111111111111111111111111111111111111111",
        "111111111111111111111114.2.43232.234323234.434.2545452543232.434......6.6.6.6.......................")]
    [InlineData(
        10, 6,
        "0010001.101.1010000.0010100.00101.1010000.0000000000000000000000000000000000000000000000000000000000",
        "000000000000000000000002020232320232323232023202323232323232023232323.3232323232.232.23.3.3.........")]
    public void Mall_data_have_the_labels_of_scikit_learn(double eps, int minPoints, string firstRows, string lastRows)
    {
        // scikit-learn 1.2.1: DBSCAN(eps, min_samples).fit(x).labels_ of income and spending score, a point for noise.
        // 136 ordered pairs of rows are exactly 5 apart, 90 exactly 10.
        var labels = Dbscan.Fit(References.Mall(), eps, minPoints).Labels;
        string.Concat(labels.Select(l => l < 0 ? "." : $"{l}")).ShouldBe(firstRows + lastRows);
    }

    [Fact]
    public void Personality_data_have_the_sizes_of_scikit_learn()
    {
        // The same call on the 2,240 scaled rows.
        var fine = Dbscan.Fit(References.Personality(), 0.2, 6);
        (fine.K, fine.NoiseRows, fine.Core.Count(c => c)).ShouldBe((37, 337, 1448));
        Sizes(fine).ShouldBe([
            1167, 68, 76, 66, 9, 43, 54, 41, 13, 12, 42, 5, 18, 8, 7, 62, 13, 16, 8,
            8, 19, 8, 8, 12, 30, 16, 7, 5, 14, 7, 2, 8, 7, 6, 6, 7, 5]);
        var coarse = Dbscan.Fit(References.Personality(), 0.3, 6);
        (coarse.NoiseRows, coarse.Core.Count(c => c)).ShouldBe((40, 2128));
        Sizes(coarse).ShouldBe([2067, 127, 6]);

        static int[] Sizes(DensityClusters clusters) =>
            [.. clusters.Labels.Where(l => l >= 0).CountBy(l => l).OrderBy(p => p.Key).Select(p => p.Value)];
    }

    [Fact]
    public void Clusters_borders_and_noise_by_hand()
    {
        // Core with three within 1: 1 and 2, then 11. 0, 3, 10 and 12 are borders, 20 is noise.
        var clusters = Dbscan.Fit(NumericColumns.From([20, 10, 11, 12, 0, 1, 2, 3]), eps: 1, minPoints: 3);
        clusters.Labels.ShouldBe([-1, 0, 0, 0, 1, 1, 1, 1]);
        clusters.Core.ShouldBe([false, false, true, false, false, true, true, false]);
        (clusters.K, clusters.NoiseRows).ShouldBe((2, 1));
    }

    [Fact]
    public void A_border_between_two_clusters_goes_to_the_lower_one()
    {
        // 2 is near to the core rows 1 and 3, and has itself only three within 1 where four are asked for.
        double[] rows = [0.5, 0.75, 1, 2, 3, 3.25, 3.5];
        Dbscan.Fit(NumericColumns.From(rows), 1, 4).Labels.ShouldBe([0, 0, 0, 0, 1, 1, 1]);
        Dbscan.Fit(NumericColumns.From([.. rows.Reverse()]), 1, 4).Labels.ShouldBe([0, 0, 0, 0, 1, 1, 1]);
    }

    [Fact]
    public void Exactly_eps_away_is_near_in_spite_of_single_precision()
    {
        // Two steps of 0.1, and 3, 4, 5, around a mean that no float holds.
        Dbscan.Fit(NumericColumns.From([0.1, 0.2, 0.3, 100]), 0.1, 2).Labels.ShouldBe([0, 0, 0, -1]);
        Dbscan.Fit(NumericColumns.From([1, 4, 77], [1, 5, 78]), 5, 2).Labels.ShouldBe([0, 0, -1]);
        Dbscan.Fit(NumericColumns.From([1, 4, 77], [1, 5, 78]), 4.999, 2).Labels.ShouldBe([-1, -1, -1]);
    }

    [Fact]
    public void One_point_makes_every_row_core_and_too_many_make_all_noise()
    {
        var table = NumericColumns.From([0, 5, 10, 10]);
        Dbscan.Fit(table, 1, 1).Labels.ShouldBe([0, 1, 2, 2]);
        var noise = Dbscan.Fit(table, 1, 5);
        (noise.K, noise.NoiseRows).ShouldBe((0, 4));
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        var table = NumericColumns.From([1, 2, 3]);
        foreach (var eps in new[] { 0, -1, double.NaN, double.PositiveInfinity })
        {
            Should.Throw<ArgumentException>(() => Dbscan.Fit(table, eps, 2));
        }

        Should.Throw<ArgumentException>(() => Dbscan.Fit(table, 1, 0));
        Should.Throw<ArgumentException>(() => Dbscan.Fit(NumericColumns.From(new double[Dbscan.MaxRows + 1]), 1, 2))
            .Message.ShouldContain("takes 50,000 of them at most, not 50,001: draw a sample.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_fit_can_be_cancelled(int threads)
    {
        var (table, cancelled) = (TestColumns.Blobs(200, 2, 2, 1), new CancellationToken(canceled: true));
        Should.Throw<OperationCanceledException>(() => Dbscan.Fit(table, 1, 2, threads, cancelled));
        Should.Throw<OperationCanceledException>(() => KDistances.Of(table, 2, threads, cancelled));
    }
}
