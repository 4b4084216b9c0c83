using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Mixtures;
using CustomerSegmentation.Models.Clustering.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerSegmentation.Tests.Models.Clustering;

public sealed class GaussianMixtureProperties
{
    private static readonly Gen<CovarianceShape> AnyShape = Gen.Elements(Enum.GetValues<CovarianceShape>());

    [Fact]
    public void The_likelihood_never_falls()
    {
        // Coarse rows lie on points, lines and planes, so that many components meet the floor on the way.
        var cases =
            from seed in Gen.Choose(0, 100_000)
            from rows in Gen.Choose(8, 700)
            from width in Gen.Choose(1, 5)
            from k in Gen.Choose(1, 6)
            from shape in AnyShape
            from coarse in Gen.Elements(false, true)
            select (seed, rows, width, k, shape, coarse);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var columns = TestColumns.BlobColumns(c.rows, c.width, 4, (ulong)c.seed);
            var table = NumericColumns.From(c.coarse ? [.. columns.Select(x => Array.ConvertAll(x, Math.Round))] : columns);
            var fit = GaussianMixture.Fit(table, new GaussianMixtureOptions(c.k)
            {
                Shape = c.shape, Seed = (ulong)c.seed, Starts = 1, Tolerance = 0, MaxIterations = 60,
            });
            return fit.LogLikelihoods.Zip(fit.LogLikelihoods.Skip(1)).All(p => p.Second - p.First >= -1e-9 * (c.rows + Math.Abs(p.First)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void The_same_seed_gives_the_same_result_on_any_number_of_threads()
    {
        var cases =
            from seed in Gen.Choose(0, 1_000)
            from rows in Gen.Choose(1_500, 4_000)
            from width in Gen.Elements(1, 2, 3, 7)
            from k in Gen.Choose(1, 6)
            from shape in AnyShape
            from sample in Gen.Elements(1_000, 100_000)
            select (seed, rows, width, k, shape, sample);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var table = TestColumns.Blobs(c.rows, c.width, 5, (ulong)c.seed);
            var fits = new[] { 1, 2, 8 }.Select(threads => GaussianMixture.Fit(table, new GaussianMixtureOptions(c.k)
            {
                Shape = c.shape, Seed = (ulong)c.seed, Threads = threads, Starts = 2, MaxIterations = 20, StartSample = c.sample,
            })).ToList();
            return fits.TrueForAll(f => f.LogLikelihoods.SequenceEqual(fits[0].LogLikelihoods)
                && Numbers(f).SequenceEqual(Numbers(fits[0])));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

        static IEnumerable<double> Numbers(MixtureFit fit) =>
            fit.Components.SelectMany(c => (double[])[c.Weight, .. c.Mean, .. c.Covariance.SelectMany(row => row)]);
    }

    [Fact]
    public void Posteriors_and_likelihood_are_those_of_the_density_by_the_book()
    {
        var cases =
            from seed in Gen.Choose(0, 100_000)
            from rows in Gen.Choose(60, 1_100)
            from k in Gen.Choose(1, 4)
            from shape in AnyShape
            select (seed, rows, k, shape);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var columns = TestColumns.BlobColumns(c.rows, 2, 3, (ulong)c.seed);
            var table = NumericColumns.From(columns);
            var fit = GaussianMixture.Fit(table, new GaussianMixtureOptions(c.k) { Shape = c.shape, Starts = 1, MaxIterations = 10 });
            var posteriors = fit.Posteriors(table);
            var labels = fit.Label(table);
            double logLikelihood = 0;
            for (var row = 0; row < c.rows; row++)
            {
                var densities = fit.Components.Select(g => g.Weight * Density(g, columns[0][row], columns[1][row])).ToList();
                logLikelihood += Math.Log(densities.Sum());
                if (densities.Where((d, i) => Math.Abs((d / densities.Sum()) - posteriors[i][row]) > 1e-3).Any()
                    || Math.Abs(posteriors.Sum(p => p[row]) - 1) > 1e-12
                    || posteriors.Any(p => p[row] > posteriors[labels[row]][row]))
                {
                    return false;
                }
            }

            return Math.Abs(logLikelihood - fit.LogLikelihood) <= 1e-4 * (1 + Math.Abs(logLikelihood));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

        // The bivariate normal density, with the inverse of a 2 × 2 matrix written out.
        static double Density(MixtureComponent g, double x, double y)
        {
            var (dx, dy) = (x - g.Mean[0], y - g.Mean[1]);
            var (a, b, d) = (g.Covariance[0][0], g.Covariance[0][1], g.Covariance[1][1]);
            var determinant = (a * d) - (b * b);
            var squared = ((d * dx * dx) - (2 * b * dx * dy) + (a * dy * dy)) / determinant;
            return Math.Exp(-squared / 2) / (2 * Math.PI * Math.Sqrt(determinant));
        }
    }

    [Fact]
    public void Eigenvalues_and_triangles_give_the_matrix_back()
    {
        var cases =
            from size in Gen.Choose(1, 7)
            from numbers in Gen.Choose(-1_000, 1_000).Select(i => i / 100.0).ArrayOf(size * size)
            select (size, numbers);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            // B Bᵀ + I is positive definite.
            var (n, matrix) = (c.size, new double[c.numbers.Length]);
            for (var i = 0; i < matrix.Length; i++)
            {
                matrix[i] = (i / n == i % n ? 1 : 0) + Enumerable.Range(0, n).Sum(m => c.numbers[(i / n * n) + m] * c.numbers[(i % n * n) + m]);
            }

            var (values, vectors) = SymmetricEigen.Of(matrix, n);
            var lower = Cholesky.Factor(matrix, n)!;
            var inverse = Cholesky.Invert(lower, n);
            return Enumerable.Range(0, matrix.Length).All(i =>
            {
                var (row, column) = (i / n, i % n);
                var fromEigen = Enumerable.Range(0, n).Sum(e => values[e] * vectors[(row * n) + e] * vectors[(column * n) + e]);
                var fromTriangle = Enumerable.Range(0, n).Sum(m => lower[(row * n) + m] * lower[(column * n) + m]);
                var identity = Enumerable.Range(0, n).Sum(m => lower[(row * n) + m] * inverse[(m * n) + column]);
                return Math.Abs(fromEigen - matrix[i]) < 1e-9 && Math.Abs(fromTriangle - matrix[i]) < 1e-9
                    && Math.Abs(identity - (row == column ? 1 : 0)) < 1e-9;
            });
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
        Cholesky.Factor([1, 2, 2, 1], 2).ShouldBeNull(); // eigenvalues 3 and −1
    }
}
