using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Quality;

namespace CustomerSegmentation.Cli.Fitting;

/// <summary>One number of clusters that was tried.</summary>
/// <param name="Metrics">How good it is.</param>
/// <param name="Sizes">Rows of each cluster, descending.</param>
/// <param name="LogLikelihood">Of a mixture.</param>
internal sealed record TriedK(FitMetrics Metrics, IReadOnlyList<int> Sizes, double? LogLikelihood = null)
{
    public int K => Metrics.K;

    /// <summary>Null where there are not two clusters to compare.</summary>
    public double? Silhouette => Compared(Metrics.Silhouette);

    /// <summary>Null where there are not two clusters to compare.</summary>
    public double? CalinskiHarabasz => Compared(Metrics.CalinskiHarabasz);

    /// <summary>Null where there are not two clusters to compare.</summary>
    public double? DaviesBouldin => Compared(Metrics.DaviesBouldin);

    public static TriedK Of(FeatureTable table, FitMetrics metrics, IReadOnlyList<int> labels, double? logLikelihood = null) => new(
        metrics with { Inertia = Inertia.Of(table.Coordinates, labels, metrics.K) },
        [.. ClusterOrder.SizesOf(labels, metrics.K).OrderDescending()],
        logLikelihood);

    private double? Compared(double figure) => Sizes.Count(size => size > 0) > 1 ? figure : null;
}
