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

    /// <summary>
    /// The centroids in double, from the values before they became floats: a cluster in which all are 1 should not be
    /// said to have 1.0000000033. A cluster without members keeps its centroid.
    /// </summary>
    /// <param name="columns">The columns that were clustered.</param>
    /// <exception cref="ArgumentException">Another number of columns or rows.</exception>
    public double[][] MeansOfMembers(IReadOnlyList<double[]> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Count != Centroids[0].Length || columns.Any(column => column.Length != Labels.Length))
        {
            throw new ArgumentException("The columns are not those that were clustered.", nameof(columns));
        }

        var counts = new int[K];
        var sums = new double[K, columns.Count];
        for (var row = 0; row < Labels.Length; row++)
        {
            var label = Labels[row];
            counts[label]++;
            for (var c = 0; c < columns.Count; c++)
            {
                sums[label, c] += columns[c][row];
            }
        }

        return [.. Centroids.Select((centroid, label) => counts[label] == 0
            ? centroid
            : [.. Enumerable.Range(0, columns.Count).Select(c => sums[label, c] / counts[label])])];
    }
}
