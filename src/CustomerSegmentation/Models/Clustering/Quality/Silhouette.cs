using CustomerSegmentation.Models.Clustering.Numerics;

namespace CustomerSegmentation.Models.Clustering.Quality;

/// <summary>
/// The mean silhouette (Rousseeuw 1987): for every row (b − a) / max(a, b), where a is its mean distance to the other
/// rows of its cluster and b the smallest mean distance to the rows of another. A row alone in its cluster counts 0.
/// </summary>
/// <param name="Mean">Between −1 and 1; 0 with fewer than two clusters.</param>
/// <param name="Sample">How many rows it was computed on.</param>
public readonly record struct Silhouette(double Mean, int Sample)
{
    /// <summary>Above so many rows a sample is used instead of all: the work grows with the square.</summary>
    public const int ExactUpTo = 5_000;

    /// <summary>
    /// The silhouette for these labels; on a random sample, distances and means within it, when there are more rows
    /// than <paramref name="exactUpTo"/>.
    /// </summary>
    /// <exception cref="ArgumentException">Not one label a row.</exception>
    public static Silhouette Of(
        NumericColumns rows,
        IReadOnlyList<int> labels,
        ulong seed = 1,
        int exactUpTo = ExactUpTo,
        int? threads = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Count != rows.Rows)
        {
            throw new ArgumentException("One label a row is needed.", nameof(labels));
        }

        // In the order of their clusters, so that the distances to one cluster are adjacent.
        var sample = rows.SampleRows(exactUpTo, new SeededRandom(seed));
        int[] sorted = [.. sample.OrderBy(r => labels[r])];
        int[] starts = [.. Enumerable.Range(0, sorted.Length).Where(i => i == 0 || labels[sorted[i]] != labels[sorted[i - 1]])];
        if (starts.Length < 2)
        {
            return new(0, sorted.Length);
        }

        var distances = new RowDistances(rows, sorted);
        var widths = new double[sorted.Length];
        var blocks = new Blocks(sorted.Length, Blocks.Fine, threads ?? Environment.ProcessorCount, cancellation);
        blocks.ForEach((_, from, to) =>
        {
            var squares = new double[sorted.Length];
            for (var row = from; row < to; row++)
            {
                widths[row] = WidthOf(row, distances, starts, squares);
            }
        });
        return new(Blocks.InOrder(widths) / widths.Length, sorted.Length);
    }

    private static double WidthOf(int row, RowDistances distances, int[] starts, double[] squares)
    {
        distances.Squares(row, squares);
        double own = 0, nearest = double.PositiveInfinity;
        for (var s = 0; s < starts.Length; s++)
        {
            var (from, to) = (starts[s], s + 1 < starts.Length ? starts[s + 1] : squares.Length);
            double sum = 0;
            foreach (var square in squares.AsSpan(from..to))
            {
                sum += Math.Sqrt(square);
            }

            if (row < from || row >= to)
            {
                nearest = Math.Min(nearest, sum / (to - from));
            }
            else if (to - from == 1)
            {
                return 0;
            }
            else
            {
                own = sum / (to - from - 1);
            }
        }

        var larger = Math.Max(own, nearest);
        return larger == 0 ? 0 : (nearest - own) / larger;
    }
}
