namespace CustomerSegmentation.Models.Clustering.Quality;

/// <summary>
/// The Davies–Bouldin index (Davies and Bouldin 1979): for every cluster the worst ratio of scatter to separation
/// over all others, (Sᵢ + Sⱼ) / Mᵢⱼ, averaged. S is the mean distance of a cluster's rows from its mean, M the
/// distance of two means. Lower is better.
/// </summary>
public static class DaviesBouldin
{
    /// <summary>
    /// The index for these labels; 0 with fewer than two clusters. Two clusters with one mean are passed over, as
    /// their ratio is infinite.
    /// </summary>
    /// <exception cref="ArgumentException">Not one label a row.</exception>
    public static double Of(NumericColumns rows, ReadOnlySpan<int> labels) => Of(new ClusterMeans(rows, labels));

    internal static double Of(ClusterMeans clusters)
    {
        if (clusters.Present.Length < 2)
        {
            return 0;
        }

        double sum = 0;
        foreach (var a in clusters.Present)
        {
            double worst = 0;
            foreach (var b in clusters.Present)
            {
                var apart = clusters.SquaredDistance(a, b);
                if (a != b && apart > 0)
                {
                    worst = Math.Max(worst, (Scatter(a) + Scatter(b)) / Math.Sqrt(apart));
                }
            }

            sum += worst;
        }

        return sum / clusters.Present.Length;

        double Scatter(int cluster) => clusters.Distances[cluster] / clusters.Sizes[cluster];
    }
}
