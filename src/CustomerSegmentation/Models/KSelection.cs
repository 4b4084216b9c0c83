using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Centroids;
using CustomerSegmentation.Models.Clustering.Quality;

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

    private KSelection(Partition chosen, IReadOnlyList<Partition> tried, IReadOnlyList<FitMetrics> metrics) =>
        (Chosen, Tried, Metrics) = (chosen, tried, metrics);

    /// <summary>The partition of the number chosen.</summary>
    public Partition Chosen { get; }

    /// <summary>The partitions behind <see cref="Metrics"/>, in the same order; each run until no label changed.</summary>
    public IReadOnlyList<Partition> Tried { get; }

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
            // Until it converges, so that centroids are the means of their rows, and a refit of the same customers, which begins
            // where this one ended, finds the same figures and chooses the same number.
            var partition = Rested(KMeans.Fit(rows, options with { K = k }, cancellation).Centroids);
            if (warmStart?.Count == k)
            {
                var warm = Rested(warmStart);
                partition = warm.Inertia <= partition.Inertia * (1 + Steadiness) ? warm : partition;
            }

            partitions.Add(partition);
            metrics.Add(FitQuality.Of(rows, partition, options.Seed, options.Threads, cancellation));
        }

        var suggested = Suggest(metrics);
        return new(partitions[metrics.FindIndex(m => m.K == suggested)], partitions, metrics);

        Partition Rested(IReadOnlyList<double[]> start) =>
            KMeans.FitFrom(rows, start, options with { K = start.Count, Tolerance = 0 }, cancellation);
    }

    /// <summary>The number of clusters that the rule chooses; at least one must have been tried.</summary>
    public static int Suggest(IReadOnlyList<FitMetrics> metrics)
    {
        var best = metrics.Max(m => m.Silhouette);
        return metrics.Where(m => m.Silhouette >= best - NearTie).Min(m => m.K);
    }
}
