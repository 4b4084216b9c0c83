using System.Runtime.Intrinsics;

namespace CustomerSegmentation.Models.Clustering.Numerics;

/// <summary>Takes a column of doubles over into floats relative to its mean.</summary>
internal static class ColumnReading
{
    /// <summary>The squares of such differences, summed over some dozens of columns, are still floats.</summary>
    public const float Farthest = 1e18f;

    private static readonly int Lanes = Vector512<double>.Count;

    /// <summary>
    /// The first value plus the mean of the differences from it: of a column in which all are alike, that value exactly.
    /// Not finite when a value is not, or when values are as far apart as doubles can be.
    /// </summary>
    public static double Mean(ReadOnlySpan<double> column)
    {
        var first = column[0];
        var (sums, origin) = (Vector512<double>.Zero, Vector512.Create(first));
        var r = 0;
        for (; r <= column.Length - Lanes; r += Lanes)
        {
            sums += Vector512.Create(column[r..]) - origin;
        }

        double sum = 0;
        for (var lane = 0; lane < Lanes; lane++)
        {
            sum += sums[lane];
        }

        for (; r < column.Length; r++)
        {
            sum += column[r] - first;
        }

        return first + (sum / column.Length);
    }

    /// <summary>Writes the differences from the mean; false when one is no number or too far away.</summary>
    public static bool TryPlace(ReadOnlySpan<double> column, double mean, Span<float> target)
    {
        var (origin, farthest) = (Vector512.Create(mean), Vector512.Create(Farthest));
        var near = Vector512<float>.AllBitsSet;
        var r = 0;
        for (; r <= column.Length - (2 * Lanes); r += 2 * Lanes)
        {
            var placed = Vector512.Narrow(
                Vector512.Create(column[r..]) - origin, Vector512.Create(column[(r + Lanes)..]) - origin);
            near &= Vector512.LessThanOrEqual(Vector512.Abs(placed), farthest);
            placed.CopyTo(target[r..]);
        }

        var allNear = near.AsInt32() == Vector512<int>.AllBitsSet;
        for (; r < column.Length; r++)
        {
            target[r] = (float)(column[r] - mean);
            allNear &= Math.Abs(target[r]) <= Farthest;
        }

        return allNear;
    }

    /// <summary>What is wrong with a column that could not be placed.</summary>
    public static ArgumentException Misplaced(double[] column, int number, double mean, string parameter)
    {
        var row = Array.FindIndex(column, value => !double.IsFinite(value));
        if (row >= 0)
        {
            return new($"Column {number} has a value in row {row} that is not finite: {column[row]}.", parameter);
        }

        row = Array.FindIndex(column, value => !(Math.Abs((float)(value - mean)) <= Farthest));
        return new($"Column {number}, row {row}: {column[row]} is too far from the mean for single precision.", parameter);
    }
}
