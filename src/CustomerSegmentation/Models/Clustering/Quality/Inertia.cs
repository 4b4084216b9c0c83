namespace CustomerSegmentation.Models.Clustering.Quality;

/// <summary>
/// The sum of squared distances of rows to their clusters' means, in double from the values before they became floats:
/// a figure that is printed beside another program's should not differ in its eighth digit.
/// </summary>
public static class Inertia
{
    /// <summary>Of these labels.</summary>
    /// <param name="columns">What was clustered, column by column.</param>
    /// <param name="labels">One a row; a row with one below 0 is left out.</param>
    /// <param name="k">Number of clusters.</param>
    /// <exception cref="ArgumentException">A column has not one value a label.</exception>
    public static double Of(IReadOnlyList<double[]> columns, IReadOnlyList<int> labels, int k)
    {
        var means = MemberMeans.Of(columns, labels, k);
        double sum = 0;
        for (var c = 0; c < columns.Count; c++)
        {
            for (var row = 0; row < labels.Count; row++)
            {
                if (labels[row] is >= 0 and var label)
                {
                    var difference = columns[c][row] - means[label]![c];
                    sum += difference * difference;
                }
            }
        }

        return sum;
    }
}
