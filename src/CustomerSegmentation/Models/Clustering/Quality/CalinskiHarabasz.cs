namespace CustomerSegmentation.Models.Clustering.Quality;

/// <summary>
/// The variance ratio (Caliński and Harabasz 1974): between-cluster sum of squares over k − 1, divided by
/// within-cluster sum of squares over n − k. Higher is better.
/// </summary>
public static class CalinskiHarabasz
{
    /// <summary>
    /// The ratio for these labels. Where it is not defined it is a finite figure, so that it can be told: 0 with
    /// fewer than two clusters, 1 when every row lies on its cluster's mean (as scikit-learn has it).
    /// </summary>
    /// <exception cref="ArgumentException">Not one label a row.</exception>
    public static double Of(NumericColumns rows, ReadOnlySpan<int> labels) => Of(rows, new ClusterMeans(rows, labels));

    internal static double Of(NumericColumns rows, ClusterMeans clusters)
    {
        var k = clusters.Present.Length;
        if (k < 2)
        {
            return 0;
        }

        // The mean of all rows, from the clusters': the table's origin but for rounding, or a sample's own.
        var mean = new double[rows.Width];
        foreach (var c in clusters.Present)
        {
            for (var i = 0; i < mean.Length; i++)
            {
                mean[i] += clusters.Means[(c * mean.Length) + i] * clusters.Sizes[c] / rows.Rows;
            }
        }

        double between = 0;
        foreach (var c in clusters.Present)
        {
            for (var i = 0; i < mean.Length; i++)
            {
                var difference = clusters.Means[(c * mean.Length) + i] - mean[i];
                between += clusters.Sizes[c] * difference * difference;
            }
        }

        var within = clusters.Squares.Sum();
        return within == 0 ? 1 : between / (k - 1) / (within / (rows.Rows - k));
    }
}
