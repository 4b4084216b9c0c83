using CustomerSegmentation.Models.Clustering;

namespace CustomerSegmentation.Models;

/// <summary>
/// Tries numbers of clusters and chooses one: the best silhouette, and among those within
/// <see cref="NearTie"/> of it the smallest number, as fewer segments are easier to act on.
/// </summary>
public sealed class KSelection
{
    /// <summary>Silhouettes that differ by no more than this are taken as equal.</summary>
    public const double NearTie = 0.01;

    /// <summary>A warm start wins when its inertia is at most by this share above that of the best fresh start.</summary>
    public const double Steadiness = 1e-3;

    private KSelection(Partition chosen, IReadOnlyList<FitMetrics> metrics) => (Chosen, Metrics) = (chosen, metrics);

    /// <summary>The partition of the number chosen, run until no label changed.</summary>
    public Partition Chosen { get; }

    /// <summary>One entry per number tried, ascending.</summary>
    public IReadOnlyList<FitMetrics> Metrics { get; }

    /// <summary>Clusters the rows into every number of clusters from one to another.</summary>
    /// <param name="rows">Scaled.</param>
    /// <param name="minK">Smallest number tried.</param>
    /// <param name="maxK">Largest number tried.</param>
    /// <param name="options">Of every run, but for its K.</param>
    /// <param name="warmStart">
    /// Scaled centroids of an earlier fit; where as many clusters are tried they are one more start. Among solutions
    /// that are as good, the one near them moves the fewest customers.
    /// </param>
    /// <param name="cancellation">Gives up.</param>
    public static KSelection Try(
        NumericColumns rows,
        int minK,
        int maxK,
        KMeansOptions options,
        IReadOnlyList<double[]>? warmStart = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var partitions = new List<Partition>();
        var metrics = new List<FitMetrics>();
        for (var k = minK; k <= maxK; k++)
        {
            var partition = KMeans.Fit(rows, options with { K = k }, cancellation);
            if (warmStart?.Count == k)
            {
                var warm = KMeans.FitFrom(rows, warmStart, options with { K = k }, cancellation);
                partition = warm.Inertia <= partition.Inertia * (1 + Steadiness) ? warm : partition;
            }

            partitions.Add(partition);
            metrics.Add(FitQuality.Of(rows, partition, options.Seed, options.Threads, cancellation));
        }

        // To rest, so that the centroids are the means of their rows and the figures those of the model.
        var suggested = Suggest(metrics);
        var chosen = metrics.FindIndex(m => m.K == suggested);
        var rested = KMeans.FitFrom(
            rows, partitions[chosen].Centroids, options with { K = suggested, Tolerance = 0 }, cancellation);
        metrics[chosen] = FitQuality.Of(rows, rested, options.Seed, options.Threads, cancellation);
        return new(rested, metrics);
    }

    /// <summary>The number of clusters that the rule chooses; at least one must have been tried.</summary>
    public static int Suggest(IReadOnlyList<FitMetrics> metrics)
    {
        var best = metrics.Max(m => m.Silhouette);
        return metrics.Where(m => m.Silhouette >= best - NearTie).Min(m => m.K);
    }
}
