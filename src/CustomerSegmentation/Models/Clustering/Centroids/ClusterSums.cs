using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CustomerSegmentation.Models.Clustering.Numerics;

namespace CustomerSegmentation.Models.Clustering.Centroids;

/// <summary>
/// Rows, mass and sum of every cluster, kept block by block and added in block order. A row that stays in its cluster
/// costs next to nothing: only one that changes cluster is taken from one sum and added to another. What that
/// leaves of rounding is 2⁻⁵³ of a row's value each time, far below what the row lost when it became a float.
/// </summary>
internal sealed class ClusterSums
{
    private readonly NumericColumns _table;
    private readonly int _places;
    private readonly int[][] _blockCounts;
    private readonly double[][] _blockSums;

    public ClusterSums(NumericColumns table, int blocks, int k)
    {
        _table = table;
        _places = k + 1;
        Nowhere = k;
        _blockCounts = [.. Enumerable.Range(0, blocks).Select(_ => new int[_places])];
        _blockSums = [.. Enumerable.Range(0, blocks).Select(_ => new double[(table.Width + 1) * _places])];
        Sums = new double[k * table.Width];
        Counts = new int[k];
        Masses = new double[k];
    }

    /// <summary>The label of rows that are in no cluster yet.</summary>
    public int Nowhere { get; }

    /// <summary>Sum of each cluster's rows times their weights, cluster by cluster; of all blocks after <see cref="AddBlocks"/>.</summary>
    public double[] Sums { get; }

    /// <summary>Rows of each cluster.</summary>
    public int[] Counts { get; }

    /// <summary>Sum of their weights.</summary>
    public double[] Masses { get; }

    /// <summary>Moves the rows of a block that have another label than before.</summary>
    /// <param name="block">Which.</param>
    /// <param name="from">Its first row.</param>
    /// <param name="to">The row after its last.</param>
    /// <param name="before">Labels of its rows.</param>
    /// <param name="after">Labels of all rows.</param>
    /// <returns>Whether there was any.</returns>
    [SkipLocalsInit]
    public bool Move(int block, int from, int to, ReadOnlySpan<int> before, ReadOnlySpan<int> after)
    {
        Span<Step> moved = stackalloc Step[Blocks.Coarse];
        var count = 0;
        for (var row = from; row < to; row += NumericColumns.Lanes)
        {
            var same = Vector512.Equals(Vector512.Create(before[(row - from)..]), Vector512.Create(after[row..]));
            for (var lanes = ~same.ExtractMostSignificantBits() & 0xFFFF; lanes != 0; lanes &= lanes - 1)
            {
                var at = row + BitOperations.TrailingZeroCount(lanes);
                moved[count] = new(at, before[at - from], after[at]);
                count += at < to ? 1 : 0; // the padding belongs nowhere
            }
        }

        if (count > 0)
        {
            Move(moved[..count], _blockCounts[block], _blockSums[block]);
        }

        return count > 0;
    }

    /// <summary>Sums up the blocks.</summary>
    public void AddBlocks()
    {
        Array.Clear(Sums);
        Array.Clear(Counts);
        Array.Clear(Masses);
        for (var b = 0; b < _blockSums.Length; b++)
        {
            var sums = _blockSums[b].AsSpan();
            for (var c = 0; c < Counts.Length; c++)
            {
                Counts[c] += _blockCounts[b][c];
                Masses[c] += sums[c];
                for (var i = 0; i < _table.Width; i++)
                {
                    Sums[(c * _table.Width) + i] += sums[((i + 1) * _places) + c];
                }
            }
        }
    }

    /// <summary>Masses first, then the sums column by column: a column's sums of all clusters lie together.</summary>
    private void Move(ReadOnlySpan<Step> moved, int[] counts, double[] sums)
    {
        foreach (var step in moved)
        {
            counts[step.From]--;
            counts[step.To]++;
            sums[step.From] -= _table.Weight(step.Row);
            sums[step.To] += _table.Weight(step.Row);
        }

        for (var i = 0; i < _table.Width; i++)
        {
            Move(moved, _table.Values.AsSpan(i * _table.Stride, _table.Stride), sums.AsSpan((i + 1) * _places, _places));
        }

        for (var c = 0; c < Nowhere; c++)
        {
            // An empty cluster has no remainder of rounding either.
            for (var at = c; counts[c] == 0 && at < sums.Length; at += _places)
            {
                sums[at] = 0;
            }
        }
    }

    private void Move(ReadOnlySpan<Step> moved, ReadOnlySpan<float> column, Span<double> sums)
    {
        foreach (var step in moved)
        {
            var value = _table.Weight(step.Row) * column[step.Row];
            sums[step.To] += value;

            // In the first round all come from nowhere, and would wait for one another to be taken away from it.
            if (step.From != Nowhere)
            {
                sums[step.From] -= value;
            }
        }
    }

    /// <summary>A row that goes from one cluster to another.</summary>
    private readonly record struct Step(int Row, int From, int To);
}
