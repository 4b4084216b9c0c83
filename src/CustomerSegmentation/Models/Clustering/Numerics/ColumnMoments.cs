namespace CustomerSegmentation.Models.Clustering.Numerics;

/// <summary>Means, standard deviations and correlations of columns, with the divisor n; all rows count alike.</summary>
internal sealed class ColumnMoments
{
    public ColumnMoments(NumericColumns rows, CancellationToken cancellation)
    {
        var width = rows.Width;
        Means = [.. Enumerable.Range(0, width).Select(c => Sum(rows, c) / rows.Rows)];
        Correlations = new double[width * width];
        Deviations = new double[width];
        for (var a = 0; a < width; a++)
        {
            cancellation.ThrowIfCancellationRequested();

            // A mean is rounded, so that equal values may scatter around it by a last digit, which is no variance.
            var column = Column(rows, a);
            Deviations[a] = column.ContainsAnyExcept(column[0]) ? Math.Sqrt(Covariance(rows, a, a)) : 0;
            for (var b = 0; b <= a; b++)
            {
                var scale = Deviations[a] * Deviations[b];
                Correlations[(a * width) + b] = Correlations[(b * width) + a] =
                    scale == 0 ? 0 : a == b ? 1 : Covariance(rows, a, b) / scale;
            }
        }
    }

    /// <summary>Relative to the table's origin.</summary>
    public double[] Means { get; }

    /// <summary>0 for a column whose values are all alike.</summary>
    public double[] Deviations { get; }

    /// <summary>Row by row; zeros for a column whose values are all alike.</summary>
    public double[] Correlations { get; }

    /// <summary>The weighted sum of every row's standardised values.</summary>
    public double[] Scores(NumericColumns rows, double[] weights)
    {
        var scores = new double[rows.Rows];
        for (var c = 0; c < weights.Length; c++)
        {
            if (Deviations[c] > 0)
            {
                var column = Column(rows, c);
                for (var r = 0; r < scores.Length; r++)
                {
                    scores[r] += weights[c] * (column[r] - Means[c]) / Deviations[c];
                }
            }
        }

        return scores;
    }

    private static ReadOnlySpan<float> Column(NumericColumns rows, int c) => rows.Values.AsSpan(c * rows.Stride, rows.Rows);

    private static double Sum(NumericColumns rows, int c)
    {
        double sum = 0;
        foreach (var value in Column(rows, c))
        {
            sum += value;
        }

        return sum;
    }

    private double Covariance(NumericColumns rows, int a, int b)
    {
        double sum = 0;
        var x = Column(rows, a);
        var y = Column(rows, b);
        for (var r = 0; r < x.Length; r++)
        {
            sum += (x[r] - Means[a]) * (y[r] - Means[b]);
        }

        return sum / x.Length;
    }
}
