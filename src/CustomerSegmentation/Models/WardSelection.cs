using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Centroids;
using CustomerSegmentation.Models.Clustering.Hierarchical;
using CustomerSegmentation.Models.Clustering.Numerics;
using CustomerSegmentation.Models.Clustering.Quality;

namespace CustomerSegmentation.Models;

/// <summary>
/// Cuts one tree of <see cref="Ward"/> into several numbers of clusters and chooses one by the rule of
/// <see cref="KSelection"/>. Of more rows than the tree takes, a random sample is merged, and every row goes to the
/// nearest mean of the sample's clusters.
/// </summary>
public sealed class WardSelection
{
    /// <summary>How large the sample is.</summary>
    public const int SampleRows = 5_000;

    private WardSelection(int k, int sample, IReadOnlyList<int[]> tried, IReadOnlyList<FitMetrics> metrics) =>
        (K, Sample, Tried, Metrics) = (k, sample, tried, metrics);

    /// <summary>The number chosen.</summary>
    public int K { get; }

    /// <summary>How many rows were merged.</summary>
    public int Sample { get; }

    /// <summary>The labels of all rows behind <see cref="Metrics"/>, in the same order.</summary>
    public IReadOnlyList<int[]> Tried { get; }

    /// <summary>One entry per number tried, ascending, over all rows.</summary>
    public IReadOnlyList<FitMetrics> Metrics { get; }

    /// <summary>Merges the rows and cuts the tree into every number of clusters from one to another.</summary>
    /// <param name="rows">Scaled.</param>
    /// <param name="minK">Smallest number tried.</param>
    /// <param name="maxK">Largest number tried; no more than the rows merged.</param>
    /// <param name="seed">Of all that is drawn.</param>
    /// <param name="threads">At most; null for one a processor.</param>
    /// <param name="cancellation">Gives up.</param>
    public static WardSelection Try(
        NumericColumns rows, int minK, int maxK, ulong seed = 1, int? threads = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var sample = rows.Rows > Ward.MaxRows ? rows.Pick(rows.SampleRows(SampleRows, new SeededRandom(seed))) : rows;
        var tree = Ward.Fit(sample, cancellation);
        var tried = new List<int[]>();
        var metrics = new List<FitMetrics>();
        for (var k = minK; k <= maxK; k++)
        {
            var labels = ReferenceEquals(sample, rows) ? tree.Cut(k) : Spread(tree.Cut(k));
            tried.Add(labels);
            // Of a sample's clusters one may get no row of all; it counts as tried nevertheless.
            metrics.Add(FitQuality.Of(rows, labels, seed, threads, cancellation) with { K = k });
        }

        return new(KSelection.Suggest(metrics), sample.Rows, tried, metrics);

        int[] Spread(int[] labels)
        {
            var means = new ClusterMeans(sample, labels).Means.Chunk(rows.Width)
                .Select(mean => mean.Zip(rows.Origin, (difference, origin) => origin + difference).ToArray());
            return KMeans.Assign(rows, [.. means], threads, cancellation).Labels;
        }
    }
}
