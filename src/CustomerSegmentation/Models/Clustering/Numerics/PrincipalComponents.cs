namespace CustomerSegmentation.Models.Clustering.Numerics;

/// <summary>
/// The directions along which standardised columns vary most (Pearson 1901, Hotelling 1933): eigenvectors of their
/// correlation matrix. Every column has mean 0 and variance 1 (divisor n) first, whatever its units; a column whose
/// values are all alike takes no part.
/// </summary>
/// <remarks>
/// A direction has no sign of its own: the largest of its weights (the first of those within a billionth of it) is
/// positive. Directions that explain the same to the last digits are arbitrary within their plane.
/// </remarks>
public sealed class PrincipalComponents
{
    private const double Alike = 1e-9;

    private readonly double[] _means;
    private readonly double[] _deviations;

    private PrincipalComponents(NumericColumns rows, ColumnMoments moments, int count)
    {
        _means = [.. moments.Means.Zip(rows.Origin, (mean, origin) => origin + mean)];
        _deviations = moments.Deviations;
        var (values, vectors) = SymmetricEigen.Of(moments.Correlations, rows.Width);
        int[] order = [.. Enumerable.Range(0, rows.Width).OrderByDescending(i => values[i]).Take(count)];
        var total = _deviations.Count(d => d > 0);
        ExplainedVariance = [.. order.Select(i => Math.Max(0, values[i]))];
        ExplainedVarianceRatio = [.. ExplainedVariance.Select(v => total == 0 ? 0 : v / total)];
        Components = [.. order.Select(i => Signed([.. Enumerable.Range(0, rows.Width).Select(c => vectors[(c * rows.Width) + i])]))];
        Scores = [.. Components.Select(weights => moments.Scores(rows, weights))];
    }

    /// <summary>Unit vectors at right angles, one a component, with a weight for every standardised column.</summary>
    public IReadOnlyList<double[]> Components { get; }

    /// <summary>Variance along each component (divisor n), descending; those of all components sum to the columns that vary.</summary>
    public IReadOnlyList<double> ExplainedVariance { get; }

    /// <summary>The same as a share of all variance; 0 where nothing varies.</summary>
    public IReadOnlyList<double> ExplainedVarianceRatio { get; }

    /// <summary>Where the rows lie: an array for every component, in it a value for every row.</summary>
    public IReadOnlyList<double[]> Scores { get; }

    /// <summary>The first components of a table. All rows count alike.</summary>
    /// <param name="rows">In any units.</param>
    /// <param name="count">How many components.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not 1 to as many components as columns.</exception>
    public static PrincipalComponents Of(NumericColumns rows, int count = 2, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, rows.Width);
        return new(rows, new ColumnMoments(rows, cancellation), count);
    }

    /// <summary>Where a point, such as a centroid in the rows' own units, lies: a value for every component.</summary>
    /// <exception cref="ArgumentException">Not one coordinate a column.</exception>
    public double[] Project(IReadOnlyList<double> point)
    {
        ArgumentNullException.ThrowIfNull(point);
        if (point.Count != _means.Length)
        {
            throw new ArgumentException($"A point of {_means.Length} coordinates is needed, not {point.Count}.", nameof(point));
        }

        return [.. Components.Select(weights => weights
            .Select((weight, c) => _deviations[c] > 0 ? weight * (point[c] - _means[c]) / _deviations[c] : 0).Sum())];
    }

    private static double[] Signed(double[] weights)
    {
        var largest = weights.Max(Math.Abs);
        var sign = Math.Sign(weights.First(w => Math.Abs(w) >= largest * (1 - Alike)));
        return Array.ConvertAll(weights, w => sign * w);
    }
}
