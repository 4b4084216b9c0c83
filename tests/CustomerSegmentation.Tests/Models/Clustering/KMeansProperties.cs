using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Centroids;
using CustomerSegmentation.Models.Clustering.Quality;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerSegmentation.Tests.Models.Clustering;

public sealed class KMeansProperties
{
    [Fact]
    public void The_same_seed_gives_the_same_result_on_any_number_of_threads()
    {
        // Rows over several blocks; with and without a sample for the starts; three columns have a kernel of their own.
        var cases =
            from seed in Gen.Choose(0, 1_000)
            from rows in Gen.Choose(5_000, 12_000)
            from width in Gen.Elements(1, 2, 3, 7)
            from k in Gen.Choose(1, 9)
            from sample in Gen.Elements(1_000, 100_000)
            select (seed, rows, width, k, sample);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var table = TestColumns.Blobs(c.rows, c.width, 5, (ulong)c.seed);
            var fits = new[] { 1, 2, 8 }.Select(threads => KMeans.Fit(
                table, new KMeansOptions(c.k) { Seed = (ulong)c.seed, Threads = threads, Starts = 2, StartSample = c.sample })).ToList();
            return fits.TrueForAll(f => f.Inertia.Equals(fits[0].Inertia)
                && f.Labels.SequenceEqual(fits[0].Labels)
                && f.Centroids.SelectMany(x => x).SequenceEqual(fits[0].Centroids.SelectMany(x => x)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));
    }

    [Fact]
    public void Every_row_is_labelled_with_its_nearest_centroid()
    {
        var cases =
            from seed in Gen.Choose(0, 1_000)
            from rows in Gen.Choose(10, 300)
            from width in Gen.Choose(1, 20)
            from k in Gen.Choose(1, 8)
            select (seed, rows, width, k);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var columns = TestColumns.BlobColumns(c.rows, c.width, 4, (ulong)c.seed);
            var partition = KMeans.Fit(NumericColumns.From(columns), new KMeansOptions(c.k) { Starts = 1 });
            double Distance(int row, double[] centroid) => centroid.Select((x, i) => Math.Pow(columns[i][row] - x, 2)).Sum();
            var least = Enumerable.Range(0, c.rows).Select(r => partition.Centroids.Min(x => Distance(r, x))).ToList();
            var own = Enumerable.Range(0, c.rows).Select(r => Distance(r, partition.Centroids[partition.Labels[r]])).ToList();
            return least.Zip(own).All(p => p.Second - p.First <= 1e-5 * (1 + p.First))
                && Math.Abs(partition.Inertia - least.Sum()) <= 1e-5 * (1 + partition.Inertia);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));
    }

    [Fact]
    public void Rows_between_centroids_go_to_the_first_of_the_nearest()
    {
        // Small integers, each with its opposite: the mean is exactly 0, and so is every difference between distances.
        var cases =
            from seed in Gen.Choose(0, 100_000)
            from half in Gen.Choose(1, 60)
            from width in Gen.Choose(1, 6)
            from k in Gen.Choose(1, 9)
            select (seed, half, width, k);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var random = new Random(c.seed);
            double[][] columns = [.. Enumerable.Range(0, c.width).Select(_ =>
            {
                double[] column = [.. Enumerable.Range(0, c.half).Select(_ => (double)random.Next(-3, 4))];
                return (double[])[.. column, .. column.Select(x => -x)];
            })];
            double[][] centroids = [.. Enumerable.Range(0, c.k).Select(_ =>
                Enumerable.Range(0, c.width).Select(_ => (double)random.Next(-3, 4)).ToArray())];
            int[] nearest = [.. Enumerable.Range(0, 2 * c.half).Select(row => Enumerable.Range(0, c.k)
                .MinBy(centroid => centroids[centroid].Select((x, i) => (columns[i][row] - x) * (columns[i][row] - x)).Sum()))];
            var table = NumericColumns.From(columns);

            KMeans.Assign(table, centroids).Labels.ShouldBe(nearest);

            // The kernels of single precision, of three columns and of any, agree on such numbers.
            var labels = new int[table.Stride];
            NearestCentroid.Label(table, 0, table.Rows, [.. centroids.SelectMany(x => x).Select(x => (float)x)], labels);
            labels[..table.Rows].ShouldBe(nearest);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void More_rounds_never_raise_the_inertia()
    {
        var table = TestColumns.Blobs(4_000, 3, 7, 11);
        var rows = Enumerable.Range(0, 7).ToArray();
        var inertias = Enumerable.Range(1, 25).Select(rounds => KMeans.FitFromRows(
            table, rows, new KMeansOptions(7) { MaxIterations = rounds, Tolerance = 0 }).Inertia).ToList();
        inertias.Zip(inertias.Skip(1)).ShouldAllBe(p => p.Second <= p.First * (1 + 1e-9));
        inertias[^1].ShouldBeLessThan(inertias[0]);
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(5, false)]
    [InlineData(3, true)]
    public void Centroids_at_rest_are_the_means_of_their_rows(int width, bool weighted)
    {
        // Several blocks, and a start in one place, so that most rows change cluster more than once on the way.
        const int Rows = 9_001, K = 7;
        for (ulong seed = 1; seed <= 20; seed++)
        {
            var columns = TestColumns.BlobColumns(Rows, width, 12, seed);
            double[] weights = [.. Enumerable.Range(0, Rows).Select(r => weighted ? 1 + (r % 5) : 1.0)];
            var table = NumericColumns.From(columns);
            var partition = KMeans.FitFromRows(
                weighted ? table.WithWeights(weights) : table, [.. Enumerable.Range(0, K)], new KMeansOptions(K) { Tolerance = 0 });
            partition.Converged.ShouldBeTrue();
            foreach (var (centroid, label) in partition.Centroids.Select((c, label) => (c, label)))
            {
                int[] own = [.. Enumerable.Range(0, Rows).Where(r => partition.Labels[r] == label)];
                var mass = own.Sum(r => weights[r]);
                for (var i = 0; i < width; i++)
                {
                    centroid[i].ShouldBe(own.Sum(r => weights[r] * columns[i][r]) / mass, 1e-6);
                }
            }
        }
    }

    [Fact]
    public void A_column_in_which_all_are_alike_stays_exactly_that()
    {
        var table = NumericColumns.From([.. Enumerable.Repeat(0.1, 1_003)], [.. Enumerable.Range(0, 1_003).Select(r => (double)r)]);
        KMeans.Fit(table, new KMeansOptions(3)).Centroids.ShouldAllBe(c => c[0] == 0.1);
    }
}
