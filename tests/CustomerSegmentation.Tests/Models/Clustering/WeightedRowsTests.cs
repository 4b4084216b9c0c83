using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Centroids;
using CustomerSegmentation.Models.Clustering.Numerics;
using CustomerSegmentation.Models.Clustering.Quality;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerSegmentation.Tests.Models.Clustering;

public sealed class WeightedRowsTests
{
    [Fact]
    public void Where_a_weighted_fit_rests_the_rows_repeated_would_rest_too()
    {
        var cases =
            from seed in Gen.Choose(0, 100_000)
            from rows in Gen.Choose(20, 400)
            from width in Gen.Choose(1, 4)
            from k in Gen.Choose(1, 4)
            from weights in Gen.Choose(1, 3).ArrayOf(rows)
            select (seed, width, k, weights);
        var compared = 0;
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var columns = TestColumns.BlobColumns(c.weights.Length, c.width, 4, (ulong)c.seed);
            double[][] rows = [.. c.weights.Select((_, row) => columns.Select(column => column[row]).ToArray())];
            var fit = KMeans.FitFrom(
                NumericColumns.From(columns).WithWeights([.. c.weights.Select(w => (double)w)]), rows[..c.k], new KMeansOptions(c.k) { Tolerance = 0 });
            double[][] distances = [.. rows.Select(row => fit.Centroids.Select(centroid => Squared(row, centroid)).ToArray())];

            // A row on the border between two clusters falls to either side by the rounding of its coordinates,
            // and where it falls decides which of two rests is reached.
            if (distances.Any(d => d.Order().Take(2).ToArray() is [var nearest, var next] && next - nearest < 1e-3))
            {
                return true;
            }

            compared++;
            int[] repeated = [.. c.weights.SelectMany((weight, row) => Enumerable.Repeat(row, weight))];
            var means = repeated.GroupBy(row => fit.Labels[row]).All(members => Enumerable.Range(0, c.width).All(
                i => Math.Abs(members.Average(row => rows[row][i]) - fit.Centroids[members.Key][i]) < 1e-4));
            var inertia = repeated.Sum(row => distances[row].Min());
            return fit.Converged && means && Math.Abs(fit.Inertia - inertia) <= 1e-5 * (1 + inertia)
                && fit.Labels.Select((label, row) => distances[row][label] == distances[row].Min()).All(nearest => nearest);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
        compared.ShouldBeGreaterThan(100);
    }

    private static double Squared(double[] a, double[] b) => a.Zip(b).Sum(p => (p.First - p.Second) * (p.First - p.Second));

    [Fact]
    public void Weights_move_the_centroid_by_hand()
    {
        // (1 · 0 + 3 · 4) / 4 = 3; 1 · 9 + 3 · 1 = 12.
        var partition = KMeans.Fit(NumericColumns.From([0, 4]).WithWeights([1, 3]), new KMeansOptions(1));
        partition.Centroids[0][0].ShouldBe(3, 1e-6);
        partition.Inertia.ShouldBe(12, 1e-5);
    }

    [Fact]
    public void Equal_weights_change_nothing_but_the_unit_of_inertia()
    {
        var table = TestColumns.Blobs(5_000, 3, 5, 9);
        var plain = KMeans.Fit(table, new KMeansOptions(5));
        var weighted = KMeans.Fit(table.WithWeights([.. Enumerable.Repeat(2.0, 5_000)]), new KMeansOptions(5));
        weighted.Inertia.ShouldBe(2 * plain.Inertia, 1e-3 * plain.Inertia);
    }

    [Fact]
    public void A_heavy_row_is_drawn_as_a_start_more_often()
    {
        // Weight 9 of 10: the first start is row 0 nine times in ten.
        var table = NumericColumns.From([1, 2]).WithWeights([9, 1]);
        var blocks = new Blocks(2, Blocks.Coarse, 1, CancellationToken.None);
        var drawn = Enumerable.Range(0, 10_000).Count(seed => KMeansPlusPlus.ChooseRows(table, 1, blocks, new SeededRandom((ulong)seed))[0] == 0);
        (drawn / 10_000.0).ShouldBe(0.9, 0.015); // five standard errors
    }

    [Fact]
    public void Weights_that_do_not_fit_the_rows_are_refused()
    {
        var table = NumericColumns.From([1, 2]);
        Should.Throw<ArgumentException>(() => table.WithWeights([1]));
        Should.Throw<ArgumentException>(() => table.WithWeights([1, 0]));
        Should.Throw<ArgumentException>(() => table.WithWeights([1, double.NaN]));
        Should.Throw<ArgumentException>(() => table.WithWeights([1, double.PositiveInfinity]));
    }

    [Fact]
    public void Beyond_the_sample_all_rows_are_labelled_by_the_centroids_of_a_sample()
    {
        var table = TestColumns.Blobs(60_000, 3, 6, 13);
        var all = KMeans.Fit(table, new KMeansOptions(8));
        var sampled = KMeans.Fit(table, new KMeansOptions(8) { FitSample = 6_000 });
        sampled.Labels.Length.ShouldBe(60_000);
        sampled.Inertia.ShouldBe(all.Inertia, 0.02 * all.Inertia);
        sampled.Inertia.ShouldNotBe(all.Inertia);
        var again = KMeans.Assign(table, sampled.Centroids);
        again.Labels.ShouldBe(sampled.Labels);
        again.Inertia.ShouldBe(sampled.Inertia);
        KMeans.FitFrom(table, all.Centroids, new KMeansOptions(8) { FitSample = 6_000 }).Inertia.ShouldBe(all.Inertia, 0.02 * all.Inertia);
        Should.Throw<ArgumentException>(() => KMeans.Assign(table, [[1]]));
    }
}
