using CustomerSegmentation.Models.Clustering.Numerics;

namespace CustomerSegmentation.Models.Clustering.Density;

/// <summary>
/// How far every row must look to be core for <see cref="Dbscan"/>: the curve from which eps is read. With an eps of
/// <c>Ascending[i]</c> at least i + 1 rows are core.
/// </summary>
/// <param name="MinPoints">How many rows, the row itself counted, each distance takes in.</param>
/// <param name="Ascending">The distances in order, one a row, in the rows' units.</param>
/// <param name="Knee">
/// Where the curve turns from dense rows to stray ones: the place farthest below the straight line from its first
/// distance above 0 to its last, both axes scaled to 1 (Satopää et al. 2011), the first of equals. The last place when
/// the curve is nowhere below that line: then no row is more of a stray than others. Null when all distances are 0.
/// </param>
public sealed record KDistances(int MinPoints, double[] Ascending, int? Knee)
{
    /// <summary>The distance at the knee; null when all distances are 0, which no eps can be read from.</summary>
    public double? SuggestedEps => Knee is { } knee ? Ascending[knee] : null;

    /// <summary>Measures rows. The time grows with the square of their number.</summary>
    /// <param name="rows">Scaled.</param>
    /// <param name="minPoints">As <see cref="Dbscan"/> will take it; null for <see cref="Dbscan.DefaultMinPoints"/>, or all rows if they are fewer.</param>
    /// <param name="threads">At most; null for one a processor.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ArgumentException">More than <see cref="Dbscan.MaxRows"/> rows, or minPoints that are not 1 to as many as rows.</exception>
    public static KDistances Of(
        NumericColumns rows, int? minPoints = null, int? threads = null, CancellationToken cancellation = default)
    {
        Dbscan.CheckRows(rows);
        var points = minPoints ?? Math.Min(Dbscan.DefaultMinPoints(rows.Width), rows.Rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 1, nameof(minPoints));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(points, rows.Rows, nameof(minPoints));

        var distances = new RowDistances(rows);
        var curve = new double[rows.Rows];
        var blocks = new Blocks(rows.Rows, Blocks.Fine, threads ?? Environment.ProcessorCount, cancellation);
        blocks.ForEach((_, from, to) =>
        {
            var (squares, least) = (new double[curve.Length], new double[points]);
            for (var row = from; row < to; row++)
            {
                distances.Squares(row, squares);
                curve[row] = Math.Sqrt(LargestOfLeast(squares, least));
            }
        });
        Array.Sort(curve);
        return new(points, curve, KneeOf(curve));
    }

    /// <summary>The n-th smallest, by keeping the n smallest in order: n is small beside the rows.</summary>
    private static double LargestOfLeast(double[] values, double[] least)
    {
        Array.Fill(least, double.PositiveInfinity);
        foreach (var value in values)
        {
            if (value < least[^1])
            {
                var place = least.Length - 1;
                for (; place > 0 && least[place - 1] > value; place--)
                {
                    least[place] = least[place - 1];
                }

                least[place] = value;
            }
        }

        return least[^1];
    }

    private static int? KneeOf(double[] ascending)
    {
        var first = Array.FindIndex(ascending, d => d > 0);
        if (first < 0)
        {
            return null;
        }

        var last = ascending.Length - 1;
        var (knee, farthest) = (last, 0.0);
        for (var i = first + 1; i < last; i++)
        {
            var below = ((i - first) / (double)(last - first))
                - ((ascending[i] - ascending[first]) / (ascending[last] - ascending[first]));
            if (below > farthest)
            {
                (knee, farthest) = (i, below);
            }
        }

        return knee;
    }
}
