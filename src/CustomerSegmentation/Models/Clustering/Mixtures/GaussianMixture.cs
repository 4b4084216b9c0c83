using CustomerSegmentation.Models.Clustering.Centroids;
using CustomerSegmentation.Models.Clustering.Numerics;

namespace CustomerSegmentation.Models.Clustering.Mixtures;

/// <summary>
/// Gaussian mixture: k Gaussians that together (locally) give the rows the highest likelihood, found by
/// expectation–maximisation from k-means clusters. The result depends on rows and options, never on the number of
/// threads.
/// </summary>
public static class GaussianMixture
{
    private const int ShortRun = 20, LongRuns = 3;

    /// <summary>The best of several k-means starts.</summary>
    /// <exception cref="ArgumentException">The options make no sense for these rows.</exception>
    public static MixtureFit Fit(NumericColumns rows, GaussianMixtureOptions options, CancellationToken cancellation = default)
    {
        Check(rows, options);
        if (rows.Rows > options.StartSample)
        {
            var sample = rows.Pick(rows.SampleRows(options.StartSample, new(options.Seed)));
            return FitFrom(rows, Fit(sample, options, cancellation).Components, options, cancellation);
        }

        // Short runs from many starts, long ones from the best of them (emEM: Biernacki, Celeux and Govaert 2003).
        var brief = options with { MaxIterations = Math.Min(ShortRun, options.MaxIterations) };
        return Enumerable.Range(0, options.Starts)
            .Select(start => ExpectationMaximisation.Run(rows, Clusters(rows, options, start, cancellation), brief, cancellation))
            .OrderBy(fit => fit.Collapsed.Count > 0).ThenByDescending(fit => fit.LogLikelihood)
            .Take(LongRuns)
            .Select(fit => fit.Converged || fit.Iterations == options.MaxIterations
                ? fit
                : ExpectationMaximisation.Run(rows, fit.Components, options, cancellation))
            .OrderBy(fit => fit.Collapsed.Count > 0).ThenByDescending(fit => fit.LogLikelihood)
            .First();
    }

    /// <summary>One run from a given mixture, in the rows' own units: a warm start.</summary>
    /// <exception cref="ArgumentException">Not k components as wide as the rows, or a covariance that is none.</exception>
    public static MixtureFit FitFrom(
        NumericColumns rows,
        IReadOnlyList<MixtureComponent> components,
        GaussianMixtureOptions options,
        CancellationToken cancellation = default)
    {
        Check(rows, options);
        ArgumentNullException.ThrowIfNull(components);
        if (components.Count != options.K || components.Any(c => c.Mean.Count != rows.Width || c.Covariance.Count != rows.Width))
        {
            throw new ArgumentException($"A start needs {options.K} components of {rows.Width} columns.", nameof(components));
        }

        return ExpectationMaximisation.Run(rows, components, options, cancellation);
    }

    /// <summary>
    /// Every other start stops k-means after one round: run to convergence, its starts end in few different partitions.
    /// </summary>
    private static Partition Clusters(NumericColumns rows, GaussianMixtureOptions options, int start, CancellationToken cancellation)
    {
        var kMeans = new KMeansOptions(options.K)
        {
            Seed = new SeededRandom(options.Seed, stream: (ulong)start + 1).NextBits(),
            Starts = 1,
            Threads = options.Threads,
        };
        return KMeans.Fit(rows, start % 2 == 0 ? kMeans : kMeans with { MaxIterations = 1 }, cancellation);
    }

    private static void Check(NumericColumns rows, GaussianMixtureOptions options)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        if (options.K < 1 || options.K > rows.Rows)
        {
            throw new ArgumentException($"{options.K} components of {rows.Rows} rows cannot be.", nameof(options));
        }

        if (options.Starts < 1 || options.MaxIterations < 1 || options.Threads < 1 || options.StartSample < options.K
            || !(options.Tolerance >= 0) || !(options.VarianceFloor > 0))
        {
            throw new ArgumentException(
                "Starts, rounds, threads, start sample and variance floor must be positive, the tolerance not negative.", nameof(options));
        }
    }
}
