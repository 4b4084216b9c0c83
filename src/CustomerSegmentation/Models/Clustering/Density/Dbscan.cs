using CustomerSegmentation.Models.Clustering.Numerics;

namespace CustomerSegmentation.Models.Clustering.Density;

/// <summary>
/// Clusters as regions that lie dense (DBSCAN: Ester, Kriegel, Sander and Xu 1996). A row is core when it and its
/// neighbours, the rows no farther than eps, are at least so many. Core rows that are neighbours share a cluster; other
/// neighbours of core rows are borders; what is left is noise. The result never depends on the number of threads.
/// </summary>
/// <remarks>
/// Every row is compared with every other one, without an index that many columns or a wide eps would defeat: the time
/// grows with the square of the rows and with the columns, the memory with the rows. All rows count alike.
/// </remarks>
public static class Dbscan
{
    /// <summary>The most rows.</summary>
    public const int MaxRows = 50_000;

    /// <summary>How many rows make a neighbourhood dense: twice the columns (Sander et al. 1998), four at least.</summary>
    public static int DefaultMinPoints(int width) => Math.Max(4, 2 * width);

    /// <summary>
    /// Finds the dense regions. A border row between several clusters goes to the lowest of them; it alone may change its
    /// cluster with the order of the rows.
    /// </summary>
    /// <param name="rows">Scaled.</param>
    /// <param name="eps">
    /// How far a neighbour may be, itself included, in the rows' units; a distance counts as no farther when only the
    /// single precision of the rows makes it so. <see cref="KDistances"/> suggests one.
    /// </param>
    /// <param name="minPoints">How many rows within eps, the row itself counted, make it core.</param>
    /// <param name="threads">At most; null for one a processor.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ArgumentException">
    /// More than <see cref="MaxRows"/> rows, an eps that is not a number above 0, or minPoints below 1.
    /// </exception>
    public static DensityClusters Fit(
        NumericColumns rows, double eps, int minPoints, int? threads = null, CancellationToken cancellation = default)
    {
        CheckRows(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(minPoints, 1);
        if (!(eps > 0) || !double.IsFinite(eps))
        {
            throw new ArgumentOutOfRangeException(nameof(eps), eps, "How far a neighbour may be must be a number above 0.");
        }

        var distances = new RowDistances(rows);
        var reach = Math.Pow(eps + distances.Rounding, 2);
        var core = new bool[rows.Rows];
        var blocks = new Blocks(rows.Rows, Blocks.Fine, threads ?? Environment.ProcessorCount, cancellation);
        blocks.ForEach((_, from, to) =>
        {
            var squares = new double[core.Length];
            for (var row = from; row < to; row++)
            {
                distances.Squares(row, squares);
                core[row] = Within(squares, reach) >= minPoints;
            }
        });
        return new(Grow(distances, core, reach, cancellation), core);
    }

    internal static void CheckRows(NumericColumns rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Rows > MaxRows)
        {
            throw new ArgumentException(
                $"DBSCAN compares every row with every other one and takes {MaxRows:N0} of them at most, not {rows.Rows:N0}: draw a sample.",
                nameof(rows));
        }
    }

    private static int[] Grow(RowDistances distances, bool[] core, double reach, CancellationToken cancellation)
    {
        var labels = new int[core.Length];
        Array.Fill(labels, DensityClusters.Noise);
        var (squares, edge, cluster) = (new double[core.Length], new Stack<int>(), 0);
        for (var first = 0; first < core.Length; first++)
        {
            if (!core[first] || labels[first] != DensityClusters.Noise)
            {
                continue;
            }

            labels[first] = cluster;
            edge.Push(first);
            while (edge.TryPop(out var row))
            {
                cancellation.ThrowIfCancellationRequested();
                distances.Squares(row, squares);
                for (var other = 0; other < labels.Length; other++)
                {
                    if (squares[other] <= reach && labels[other] == DensityClusters.Noise)
                    {
                        labels[other] = cluster;
                        if (core[other])
                        {
                            edge.Push(other);
                        }
                    }
                }
            }

            cluster++;
        }

        return labels;
    }

    private static int Within(double[] squares, double reach)
    {
        var count = 0;
        foreach (var squared in squares)
        {
            count += squared <= reach ? 1 : 0;
        }

        return count;
    }
}
