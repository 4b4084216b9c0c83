using CustomerSegmentation.Models.Clustering.Numerics;

namespace CustomerSegmentation.Models.Clustering;

/// <summary>
/// Rows to cluster, column by column (structure of arrays) in single precision. Each column is held relative to its
/// mean: distances do not care where the origin lies, and the 24 bits of a float are then spent on the differences.
/// </summary>
public sealed class NumericColumns
{
    /// <summary>Rows that one vector instruction takes.</summary>
    internal const int Lanes = 16;

    private readonly float[] _values;
    private readonly double[] _origin;

    private NumericColumns(int rows, double[] origin)
        : this(rows, origin, new float[checked(Padded(rows) * origin.Length)], weights: null)
    {
    }

    private NumericColumns(int rows, double[] origin, float[] values, float[]? weights)
    {
        Rows = rows;
        Stride = Padded(rows);
        _origin = origin;
        _values = values;
        Weights = weights;
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Width => _origin.Length;

    /// <summary>Rows with the padding (zeros) that rounds them up to whole vectors.</summary>
    internal int Stride { get; }

    /// <summary>All columns one after another, each <see cref="Stride"/> long, relative to <see cref="Origin"/>.</summary>
    internal float[] Values => _values;

    /// <summary>What was taken away from each column.</summary>
    internal double[] Origin => _origin;

    /// <summary>How much each row counts, <see cref="Stride"/> long (the padding 0); null when all count 1.</summary>
    internal float[]? Weights { get; }

    /// <summary>Copies columns of equal length.</summary>
    /// <exception cref="ArgumentException">No column, no row, unequal lengths, or a value that is not finite.</exception>
    public static NumericColumns From(params IReadOnlyList<double[]> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Count == 0 || columns[0].Length == 0)
        {
            throw new ArgumentException("There is nothing to cluster: at least one column and one row are needed.", nameof(columns));
        }

        var rows = columns[0].Length;
        for (var c = 1; c < columns.Count; c++)
        {
            if (columns[c].Length != rows)
            {
                throw new ArgumentException($"Column {c} has {columns[c].Length} rows, column 0 has {rows}.", nameof(columns));
            }
        }

        var table = new NumericColumns(rows, new double[columns.Count]);
        var placed = new bool[columns.Count];
        Parallel.For(0, columns.Count, c =>
        {
            table._origin[c] = ColumnReading.Mean(columns[c]);
            placed[c] = ColumnReading.TryPlace(columns[c], table._origin[c], table._values.AsSpan(c * table.Stride, rows));
        });
        if (Array.IndexOf(placed, false) is var bad and >= 0)
        {
            throw ColumnReading.Misplaced(columns[bad], bad, table._origin[bad], nameof(columns));
        }

        return table;
    }

    /// <summary>
    /// The same rows, each counting as so many: to k-means a row of weight 2 is the row twice. Other measures take all
    /// rows alike.
    /// </summary>
    /// <exception cref="ArgumentException">Not one weight a row, or one that is not a number above 0.</exception>
    public NumericColumns WithWeights(IReadOnlyList<double> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Count != Rows || weights.Any(w => !((float)w > 0) || !(w <= ColumnReading.Farthest)))
        {
            throw new ArgumentException($"{Rows} weights above 0 are needed, one a row.", nameof(weights));
        }

        var padded = new float[Stride];
        for (var r = 0; r < Rows; r++)
        {
            padded[r] = (float)weights[r];
        }

        return new(Rows, _origin, _values, padded);
    }

    /// <summary>How many rows differ from one another; counting stops at <paramref name="upTo"/>.</summary>
    public int DistinctRows(int upTo)
    {
        var seen = new HashSet<TableRow>();
        for (var r = 0; r < Rows && seen.Count < upTo; r++)
        {
            seen.Add(new TableRow(this, r));
        }

        return seen.Count;
    }

    /// <summary>
    /// <paramref name="count"/> rows without replacement, in their order (selection sampling, Knuth 3.4.2 S); all of
    /// them when there are no more.
    /// </summary>
    internal int[] SampleRows(int count, SeededRandom random)
    {
        var chosen = new int[Math.Min(count, Rows)];
        for (int r = 0, n = 0; n < chosen.Length; r++)
        {
            if (random.NextDouble() * (Rows - r) < chosen.Length - n)
            {
                chosen[n++] = r;
            }
        }

        return chosen;
    }

    /// <summary>A table of these rows, in this order, with the same origin.</summary>
    internal NumericColumns Pick(int[] rows)
    {
        var weights = Weights is null ? null : new float[Padded(rows.Length)];
        var picked = new NumericColumns(rows.Length, _origin, new float[Padded(rows.Length) * Width], weights);
        for (var c = 0; c < Width; c++)
        {
            Copy(_values.AsSpan(c * Stride, Rows), picked._values.AsSpan(c * picked.Stride, rows.Length));
        }

        Copy(Weights, weights.AsSpan(0, weights is null ? 0 : rows.Length));
        return picked;

        void Copy(ReadOnlySpan<float> source, Span<float> target)
        {
            for (var r = 0; r < target.Length; r++)
            {
                target[r] = source[rows[r]];
            }
        }
    }

    /// <summary>A copy in which every column has its values in another order of its own (Fisher and Yates).</summary>
    internal NumericColumns ShuffleColumns(SeededRandom random)
    {
        var shuffled = new NumericColumns(Rows, _origin);
        _values.CopyTo(shuffled._values, 0);
        for (var c = 0; c < Width; c++)
        {
            var column = shuffled._values.AsSpan(c * Stride, Rows);
            for (var last = Rows - 1; last > 0; last--)
            {
                var other = random.NextBelow(last + 1);
                (column[last], column[other]) = (column[other], column[last]);
            }
        }

        return shuffled;
    }

    /// <summary>Between a row and a centroid (relative to the origin, cluster by cluster), in double.</summary>
    internal double SquaredDistance(int row, double[] centroids, int cluster)
    {
        double sum = 0;
        var at = row;
        foreach (var coordinate in centroids.AsSpan(cluster * Width, Width))
        {
            var difference = _values[at] - coordinate;
            sum += difference * difference;
            at += Stride;
        }

        return sum;
    }

    /// <summary>Mean of the columns' variances (divisor n, or the sum of weights): the unit of a tolerance.</summary>
    internal double MeanVariance()
    {
        double variances = 0;
        for (var c = 0; c < Width; c++)
        {
            double mass = 0, sum = 0, squares = 0;
            for (var r = 0; r < Rows; r++)
            {
                double value = _values[(c * Stride) + r], weight = Weight(r);
                mass += weight;
                sum += weight * value;
                squares += weight * value * value;
            }

            variances += (squares / mass) - (sum / mass * (sum / mass));
        }

        return Math.Max(0, variances / Width);
    }

    /// <summary>How much a row counts.</summary>
    internal double Weight(int row) => Weights is null ? 1 : Weights[row];

    private static int Padded(int rows) => (rows + Lanes - 1) / Lanes * Lanes;
}
