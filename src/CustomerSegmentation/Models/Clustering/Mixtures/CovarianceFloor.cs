using CustomerSegmentation.Models.Clustering.Numerics;

namespace CustomerSegmentation.Models.Clustering.Mixtures;

/// <summary>
/// Keeps covariances from collapsing: in no direction below a share of the columns' variances. A covariance S that
/// is below gets its eigenvalues raised (relative to those variances), which is the covariance of highest likelihood
/// among all that are not below; so the likelihood of expectation–maximisation still never falls.
/// </summary>
internal sealed class CovarianceFloor
{
    /// <summary>Below this multiple of the floor a component counts as lying on it.</summary>
    private const double Near = 2;

    private readonly double[] _variances;
    private readonly double _share;

    /// <summary>A floor for a table; a column in which all are alike counts as one of variance 1.</summary>
    public CovarianceFloor(NumericColumns rows, double share)
    {
        _share = share;
        _variances = [.. Enumerable.Range(0, rows.Width).Select(c => Variance(rows, c)).Select(v => v > 0 ? v : 1)];
    }

    private int Width => _variances.Length;

    /// <summary>The covariance, raised where needed, and whether it lies on the floor.</summary>
    public (double[] Covariance, bool OnFloor) Raise(double[] covariance, CovarianceShape shape)
    {
        if (shape == CovarianceShape.Spherical)
        {
            var least = _share * _variances.Average();
            return (Diagonal(i => Math.Max(least, covariance[i])), !(covariance[0] > Near * least));
        }

        if (shape == CovarianceShape.Diagonal)
        {
            return (
                Diagonal(i => Math.Max(_share * _variances[i / Width], covariance[i])),
                !Enumerable.Range(0, Width).All(i => covariance[(i * Width) + i] > Near * _share * _variances[i]));
        }

        // Above the floor means that what is left after taking the floor away is positive definite.
        return Exceeds(covariance, Near) ? (covariance, false) : (Exceeds(covariance, 1) ? covariance : Clip(covariance), true);
    }

    private bool Exceeds(double[] covariance, double multiple)
    {
        var rest = (double[])covariance.Clone();
        for (var i = 0; i < Width; i++)
        {
            rest[(i * Width) + i] -= multiple * _share * _variances[i];
        }

        return Cholesky.Factor(rest, Width) is not null;
    }

    private double[] Clip(double[] covariance)
    {
        var scaled = new double[covariance.Length];
        for (var i = 0; i < scaled.Length; i++)
        {
            scaled[i] = covariance[i] / Scale(i);
        }

        var (values, vectors) = SymmetricEigen.Of(scaled, Width);
        var clipped = new double[covariance.Length];
        for (var i = 0; i < clipped.Length; i++)
        {
            for (var e = 0; e < Width; e++)
            {
                clipped[i] += vectors[(i / Width * Width) + e] * vectors[(i % Width * Width) + e] * Math.Max(values[e], _share);
            }

            clipped[i] *= Scale(i);
        }

        return clipped;
    }

    private double Scale(int i) => Math.Sqrt(_variances[i / Width]) * Math.Sqrt(_variances[i % Width]);

    private double[] Diagonal(Func<int, double> value)
    {
        var matrix = new double[Width * Width];
        for (var i = 0; i < matrix.Length; i += Width + 1)
        {
            matrix[i] = value(i);
        }

        return matrix;
    }

    private static double Variance(NumericColumns rows, int column)
    {
        double sum = 0, squares = 0;
        foreach (var value in rows.Values.AsSpan(column * rows.Stride, rows.Rows))
        {
            sum += value;
            squares += (double)value * value;
        }

        // Columns are held near their mean, so that the difference does not cancel.
        return Math.Max(0, (squares / rows.Rows) - (sum / rows.Rows * (sum / rows.Rows)));
    }
}
