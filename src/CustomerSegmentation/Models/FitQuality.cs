using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Density;
using CustomerSegmentation.Models.Clustering.Mixtures;
using CustomerSegmentation.Models.Clustering.Numerics;
using CustomerSegmentation.Models.Clustering.Quality;

namespace CustomerSegmentation.Models;

/// <summary>Measures how good a division of rows into clusters is.</summary>
public static class FitQuality
{
    /// <summary>Of a partition by centroids.</summary>
    internal static FitMetrics Of(
        NumericColumns rows, Partition partition, ulong seed, int? threads, CancellationToken cancellation) =>
        Of(rows, partition.K, partition.Labels, partition.Inertia, seed, threads, cancellation);

    /// <summary>Of a mixture, with every row in its most probable component; distances are to the mean of these rows.</summary>
    internal static FitMetrics Of(
        NumericColumns rows, MixtureFit mixture, ulong seed, int? threads, CancellationToken cancellation)
    {
        var labels = mixture.Label(rows, threads, cancellation);
        return Of(rows, mixture.K, labels, inertia: null, seed, threads, cancellation) with
        {
            Bic = mixture.Bic, Aic = mixture.Aic, Collapsed = mixture.Collapsed.Count,
        };
    }

    /// <summary>
    /// Of any division. Rows with a label below 0, the noise of <see cref="Dbscan"/>, are left out; at least one row
    /// must have another.
    /// </summary>
    /// <param name="rows">Scaled.</param>
    /// <param name="labels">One a row.</param>
    /// <param name="seed">Of the silhouette's sample.</param>
    /// <param name="threads">At most; null for one a processor.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ArgumentException">Not one label a row, or none of 0 or above.</exception>
    public static FitMetrics Of(
        NumericColumns rows, int[] labels, ulong seed = 1, int? threads = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Length != rows.Rows)
        {
            throw new ArgumentException("One label a row is needed.", nameof(labels));
        }

        int[] clustered = [.. Enumerable.Range(0, labels.Length).Where(row => labels[row] >= 0)];
        var (left, own) = clustered.Length == labels.Length
            ? (rows, labels)
            : (rows.Pick(clustered), Array.ConvertAll(clustered, row => labels[row]));
        return Of(left, own.Distinct().Count(), own, inertia: null, seed, threads, cancellation);
    }

    private static FitMetrics Of(
        NumericColumns rows, int k, int[] labels, double? inertia, ulong seed, int? threads, CancellationToken cancellation)
    {
        var clusters = new ClusterMeans(rows, labels);
        var silhouette = Silhouette.Of(rows, labels, seed, threads: threads, cancellation: cancellation);
        return new(
            k,
            inertia ?? Blocks.InOrder(clusters.Squares),
            silhouette.Mean,
            CalinskiHarabasz.Of(rows, clusters),
            DaviesBouldin.Of(clusters),
            silhouette.Sample);
    }
}
