using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Centroids;
using CustomerSegmentation.Models.Clustering.Quality;

namespace CustomerSegmentation.Tests.Models.Clustering;

public sealed class KMeansTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void The_same_start_gives_the_published_inertia_centroids_and_labels(int k)
    {
        var reference = References.Figures().At("personality_rfm", "kmeans", $"{k}", "det");
        var start = reference.At("init_rows").EnumerateArray().Select(r => r.GetInt32()).ToArray();

        var partition = KMeans.FitFromRows(References.Personality(), start, new KMeansOptions(k) { Tolerance = 0 });

        partition.Converged.ShouldBeTrue();
        partition.Inertia.ShouldBe(reference.At("inertia").GetDouble(), 1e-6 * partition.Inertia);
        partition.Labels.ShouldBe(References.PersonalityLabels(k));
        var centroids = reference.At("centroids").EnumerateArray().SelectMany(c => c.EnumerateArray()).Select(x => x.GetDouble());
        foreach (var (found, published) in partition.Centroids.SelectMany(c => c).Zip(centroids))
        {
            found.ShouldBe(published, 1e-6);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void The_best_of_several_starts_is_as_good_as_the_published_best(int k)
    {
        var best = References.Figures().At("personality_rfm", "kmeans", $"{k}", "best", "inertia").GetDouble();
        KMeans.Fit(References.Personality(), new KMeansOptions(k)).Inertia.ShouldBe(best, 0.005 * best);
    }

    [Fact]
    public void Unscaled_columns_give_the_published_inertia_and_centroids()
    {
        var reference = References.Figures().At("mall", "kmeans", "5");
        var partition = KMeans.Fit(References.Mall(), new KMeansOptions(5) { Tolerance = 0 });
        partition.Inertia.ShouldBe(reference.At("inertia").GetDouble(), 1e-6 * partition.Inertia);
        var published = reference.At("centroids").EnumerateArray().Select(c => c.EnumerateArray().Select(x => x.GetDouble()).ToArray());
        foreach (var (found, expected) in partition.Centroids.OrderBy(c => c[0]).Zip(published))
        {
            found[0].ShouldBe(expected[0], 1e-4);
            found[1].ShouldBe(expected[1], 1e-4);
        }
    }

    [Fact]
    public void A_warm_start_from_the_result_rests_at_once()
    {
        var table = TestColumns.Blobs(rows: 3_000, width: 3, clusters: 4, seed: 5);
        var options = new KMeansOptions(4) { Tolerance = 0 };
        var cold = KMeans.Fit(table, options);
        var warm = KMeans.FitFrom(table, cold.Centroids, options);
        warm.Iterations.ShouldBeLessThanOrEqualTo(2);
        warm.Labels.ShouldBe(cold.Labels);
    }

    [Fact]
    public void An_empty_cluster_gets_the_farthest_row()
    {
        // By hand: from centroids 0, 1000 and 2000 all rows go to 0, so 11 and then 10 are moved to the empty ones.
        var table = NumericColumns.From([0, 1, 10, 11]);
        var partition = KMeans.FitFrom(table, [[0], [1000], [2000]], new KMeansOptions(3) { Tolerance = 0 });
        partition.Labels.Distinct().Count().ShouldBe(3);
        partition.Inertia.ShouldBe(0.5, 1e-6);
        partition.Labels[0].ShouldBe(partition.Labels[1]);
    }

    [Fact]
    public void More_clusters_than_distinct_rows_leave_some_empty_and_end()
    {
        var table = NumericColumns.From([1, 1, 1, 5, 5]);
        table.DistinctRows(upTo: 10).ShouldBe(2);
        table.DistinctRows(upTo: 1).ShouldBe(1);
        var partition = KMeans.Fit(table, new KMeansOptions(4));
        partition.Inertia.ShouldBe(0, 1e-12);
        partition.Labels.Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void A_far_origin_costs_no_precision()
    {
        // Seconds since 1970: a float alone would hold them to two minutes.
        double[] close = [0, 1, 2, 100, 101, 102];
        var partition = KMeans.Fit(NumericColumns.From([.. close.Select(x => x + 1.7e9)]), new KMeansOptions(2));
        partition.Inertia.ShouldBe(4, 1e-6);
        partition.Centroids.Select(c => c[0]).Order().ShouldBe([1.7e9 + 1, 1.7e9 + 101], 1e-6);
    }

    [Fact]
    public void As_many_clusters_as_rows_and_a_single_cluster_are_both_possible()
    {
        var table = NumericColumns.From([3, 1, 4, 1.5, 9]);
        KMeans.Fit(table, new KMeansOptions(5)).Inertia.ShouldBe(0, 1e-12);
        KMeans.Fit(table, new KMeansOptions(1)).Centroids[0][0].ShouldBe(3.7, 1e-6);
    }

    [Fact]
    public void The_rounds_are_limited_and_running_out_is_told()
    {
        var partition = KMeans.Fit(
            TestColumns.Blobs(2_000, 2, 6, 3), new KMeansOptions(6) { MaxIterations = 1, Tolerance = 0, Starts = 1 });
        partition.Iterations.ShouldBe(1);
        partition.Converged.ShouldBeFalse();
    }

    [Fact]
    public void Columns_that_cannot_be_clustered_are_refused()
    {
        Should.Throw<ArgumentException>(() => NumericColumns.From());
        Should.Throw<ArgumentException>(() => NumericColumns.From([]));
        Should.Throw<ArgumentException>(() => NumericColumns.From([1, 2], [1]));
        Should.Throw<ArgumentException>(() => NumericColumns.From([1, double.NaN])).Message.ShouldContain("row 1");
        Should.Throw<ArgumentException>(() => NumericColumns.From([1, double.PositiveInfinity]));
        Should.Throw<ArgumentException>(() => NumericColumns.From([1, 1e300]));
    }

    [Fact]
    public void Options_and_starts_that_make_no_sense_are_refused()
    {
        var table = NumericColumns.From([1, 2, 3]);
        Should.Throw<ArgumentException>(() => KMeans.Fit(table, new KMeansOptions(0)));
        Should.Throw<ArgumentException>(() => KMeans.Fit(table, new KMeansOptions(4)));
        Should.Throw<ArgumentException>(() => KMeans.Fit(table, new KMeansOptions(2) { Starts = 0 }));
        Should.Throw<ArgumentException>(() => KMeans.Fit(table, new KMeansOptions(2) { Tolerance = double.NaN }));
        Should.Throw<ArgumentException>(() => KMeans.Fit(table, new KMeansOptions(2) { Threads = 0 }));
        Should.Throw<ArgumentException>(() => KMeans.FitFrom(table, [[1]], new KMeansOptions(2)));
        Should.Throw<ArgumentException>(() => KMeans.FitFrom(table, [[1], [double.NaN]], new KMeansOptions(2)));
        Should.Throw<ArgumentException>(() => KMeans.FitFromRows(table, [0, 3], new KMeansOptions(2)));
    }

    [Fact]
    public void A_fit_can_be_cancelled() =>
        Should.Throw<OperationCanceledException>(() => KMeans.Fit(
            TestColumns.Blobs(100, 2, 2, 1), new KMeansOptions(2), new CancellationToken(canceled: true)));
}
