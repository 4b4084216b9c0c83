using CustomerSegmentation.Models.Clustering;

namespace CustomerSegmentation.Models;

/// <summary>Measures how good a division of rows into clusters is.</summary>
internal static class FitQuality
{
    /// <summary>Of a partition by centroids.</summary>
    public static FitMetrics Of(
        NumericColumns rows, Partition partition, ulong seed, int? threads, CancellationToken cancellation) =>
        Of(rows, partition.K, partition.Labels, partition.Inertia, seed, threads, cancellation);

    /// <summary>Of a mixture, with every row in its most probable component; distances are to the mean of these rows.</summary>
    public static FitMetrics Of(
        NumericColumns rows, MixtureFit mixture, ulong seed, int? threads, CancellationToken cancellation)
    {
        var labels = mixture.Label(rows, threads, cancellation);
        return Of(rows, mixture.K, labels, inertia: null, seed, threads, cancellation) with
        {
            Bic = mixture.Bic, Aic = mixture.Aic, Collapsed = mixture.Collapsed.Count,
        };
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
