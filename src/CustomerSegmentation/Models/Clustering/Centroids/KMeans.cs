using CustomerSegmentation.Models.Clustering.Numerics;
using CustomerSegmentation.Models.Clustering.Quality;

namespace CustomerSegmentation.Models.Clustering.Centroids;

/// <summary>
/// k-means: k centroids that (locally) minimise the sum of squared distances from every row to its nearest one.
/// The result depends on rows, options and start, never on the number of threads.
/// </summary>
public static class KMeans
{
    /// <summary>The best of several k-means++ starts.</summary>
    /// <exception cref="ArgumentException">The options make no sense for these rows.</exception>
    public static Partition Fit(NumericColumns rows, KMeansOptions options, CancellationToken cancellation = default)
    {
        Check(rows, options);
        if (rows.Rows > options.FitSample)
        {
            return OnSample(rows, options, sample => Fit(sample, options, cancellation), cancellation);
        }

        if (rows.Rows > options.StartSample)
        {
            var sample = rows.Pick(rows.SampleRows(options.StartSample, new(options.Seed)));
            return FitFrom(rows, Fit(sample, options, cancellation).Centroids, options, cancellation);
        }

        var blocks = BlocksOf(rows, options, cancellation);
        Partition? best = null;
        for (var start = 0; start < options.Starts; start++)
        {
            var random = new SeededRandom(options.Seed, stream: (ulong)start + 1);
            var chosen = KMeansPlusPlus.ChooseRows(rows, options.K, blocks, random);
            var partition = Lloyd.Run(rows, blocks, At(rows, chosen), options);
            best = best is null || partition.Inertia < best.Inertia ? partition : best;
        }

        return best!;
    }

    /// <summary>One run from given centroids, in the rows' own units: a warm start.</summary>
    /// <exception cref="ArgumentException">Not k centroids as wide as the rows, or one that is not finite.</exception>
    public static Partition FitFrom(
        NumericColumns rows, IReadOnlyList<double[]> centroids, KMeansOptions options, CancellationToken cancellation = default)
    {
        Check(rows, options);
        ArgumentNullException.ThrowIfNull(centroids);
        if (centroids.Count != options.K || centroids.Any(c => c.Length != rows.Width || !c.All(double.IsFinite)))
        {
            throw new ArgumentException(
                $"A start needs {options.K} centroids of {rows.Width} finite coordinates.", nameof(centroids));
        }

        return rows.Rows > options.FitSample
            ? OnSample(rows, options, sample => FitFrom(sample, centroids, options, cancellation), cancellation)
            : Lloyd.Run(rows, BlocksOf(rows, options, cancellation), RelativeToOrigin(rows, centroids), options);
    }

    /// <summary>Labels rows by centroids of another fit, which stay where they are.</summary>
    /// <exception cref="ArgumentException">No centroids, or not as wide as the rows, or one that is not finite.</exception>
    public static Partition Assign(
        NumericColumns rows, IReadOnlyList<double[]> centroids, int? threads = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(centroids);
        if (centroids.Count == 0 || centroids.Any(c => c.Length != rows.Width || !c.All(double.IsFinite)))
        {
            throw new ArgumentException($"Centroids of {rows.Width} finite coordinates are needed.", nameof(centroids));
        }

        var blocks = new Blocks(rows.Rows, Blocks.Coarse, threads ?? Environment.ProcessorCount, cancellation);
        return Lloyd.Assign(rows, blocks, RelativeToOrigin(rows, centroids));
    }

    /// <summary>One run that starts with the centroids on these rows.</summary>
    /// <exception cref="ArgumentException">Not k rows of the table.</exception>
    public static Partition FitFromRows(
        NumericColumns rows, IReadOnlyList<int> startRows, KMeansOptions options, CancellationToken cancellation = default)
    {
        Check(rows, options);
        ArgumentNullException.ThrowIfNull(startRows);
        if (startRows.Count != options.K || startRows.Any(r => r < 0 || r >= rows.Rows))
        {
            throw new ArgumentException($"A start needs {options.K} of the rows 0 to {rows.Rows - 1}.", nameof(startRows));
        }

        return Lloyd.Run(rows, BlocksOf(rows, options, cancellation), At(rows, startRows), options);
    }

    private static Partition OnSample(
        NumericColumns rows, KMeansOptions options, Func<NumericColumns, Partition> fit, CancellationToken cancellation)
    {
        var fitted = fit(rows.Pick(rows.SampleRows(options.FitSample, new(options.Seed))));
        return Assign(rows, fitted.Centroids, options.Threads, cancellation) with
        {
            Iterations = fitted.Iterations, Converged = fitted.Converged,
        };
    }

    private static double[] RelativeToOrigin(NumericColumns rows, IReadOnlyList<double[]> centroids) =>
        [.. centroids.SelectMany(c => c.Select((x, i) => x - rows.Origin[i]))];

    private static double[] At(NumericColumns rows, IReadOnlyList<int> chosen) =>
        [.. chosen.SelectMany(r => Enumerable.Range(0, rows.Width).Select(c => (double)rows.Values[(c * rows.Stride) + r]))];

    private static Blocks BlocksOf(NumericColumns rows, KMeansOptions options, CancellationToken cancellation) =>
        new(rows.Rows, Blocks.Coarse, options.Threads ?? Environment.ProcessorCount, cancellation);

    private static void Check(NumericColumns rows, KMeansOptions options)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        if (options.K < 1 || options.K > rows.Rows)
        {
            throw new ArgumentException($"{options.K} clusters of {rows.Rows} rows cannot be.", nameof(options));
        }

        if (options.Starts < 1 || options.MaxIterations < 1 || options.Threads < 1 || options.StartSample < options.K || options.FitSample < options.K
            || !(options.Tolerance >= 0))
        {
            throw new ArgumentException("Starts, rounds, threads and samples must be positive, the tolerance not negative.", nameof(options));
        }
    }
}
