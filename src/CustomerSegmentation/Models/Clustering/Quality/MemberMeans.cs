namespace CustomerSegmentation.Models.Clustering.Quality;

/// <summary>
/// The means of clusters' members in double, from the values before they became floats: a cluster in which all are 1
/// should not be said to have 1.0000000033.
/// </summary>
public static class MemberMeans
{
    /// <summary>One mean a cluster; null for a cluster without members.</summary>
    /// <param name="columns">What was clustered, column by column.</param>
    /// <param name="labels">One a row; one below 0 is in no cluster.</param>
    /// <param name="k">Number of clusters.</param>
    /// <exception cref="ArgumentException">A column has not one value a label.</exception>
    public static double[]?[] Of(IReadOnlyList<double[]> columns, IReadOnlyList<int> labels, int k)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(labels);
        if (columns.Any(column => column.Length != labels.Count))
        {
            throw new ArgumentException("One value a label is needed in every column.", nameof(columns));
        }

        var counts = new int[k];
        var sums = new double[k, columns.Count];
        for (var row = 0; row < labels.Count; row++)
        {
            if (labels[row] is >= 0 and var label)
            {
                counts[label]++;
                for (var c = 0; c < columns.Count; c++)
                {
                    sums[label, c] += columns[c][row];
                }
            }
        }

        return [.. Enumerable.Range(0, k).Select(label => counts[label] == 0
            ? null
            : Enumerable.Range(0, columns.Count).Select(c => sums[label, c] / counts[label]).ToArray())];
    }
}
