namespace CustomerSegmentation.Models.Clustering;

/// <summary>
/// Gaussian mixture: k Gaussians that together (locally) give the rows the highest likelihood, found by
/// expectation–maximisation from k-means clusters. The result depends on rows and options, never on the number of
/// threads.
/// </summary>
public static class GaussianMixture
{
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

        MixtureFit? best = null;
        for (var start = 0; start < options.Starts; start++)
        {
            // A stream of seeds, so that no two starts cluster alike.
            var kMeans = new KMeansOptions(options.K)
            {
                Seed = new SeededRandom(options.Seed, stream: (ulong)start + 1).NextBits(),
                Starts = 1,
                Threads = options.Threads,
            };
            var fit = ExpectationMaximisation.Run(rows, KMeans.Fit(rows, kMeans, cancellation), options, cancellation);
            best = best is null || Better(fit, best) ? fit : best;
        }

        return best!;
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

    private static bool Better(MixtureFit fit, MixtureFit than) =>
        (fit.Collapsed.Count == 0) == (than.Collapsed.Count == 0)
            ? fit.LogLikelihood > than.LogLikelihood
            : fit.Collapsed.Count == 0;

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
