using CustomerSegmentation.Models.Clustering.Quality;

namespace CustomerSegmentation.Models.Clustering;

/// <summary>Rows divided into clusters.</summary>
/// <param name="Centroids">One array of coordinates a cluster, in the rows' own units.</param>
/// <param name="Labels">The index of the nearest centroid, one a row; ties to the lower index.</param>
/// <param name="Inertia">Sum of squared distances to the nearest centroid.</param>
/// <param name="Iterations">Rounds of assigning and averaging.</param>
/// <param name="Converged">False when the rounds ran out first.</param>
public sealed record Partition(
    double[][] Centroids, int[] Labels, double Inertia, int Iterations, bool Converged)
{
    /// <summary>Number of clusters.</summary>
    public int K => Centroids.Length;
}
