using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CustomerSegmentation.Models.Clustering.Numerics;

namespace CustomerSegmentation.Models.Clustering.Centroids;

/// <summary>
/// Start rows for k-means by greedy k-means++ (Arthur and Vassilvitskii 2007): each next row is drawn with a
/// probability proportional to its weight and its squared distance from the rows chosen so far; of 2 + ln k such draws the one that
/// leaves the smallest sum of squared distances is kept.
/// </summary>
internal sealed class KMeansPlusPlus
{
    private readonly NumericColumns _table;
    private readonly Blocks _blocks;
    private readonly SeededRandom _random;
    private double[] _sums;
    private double[] _trialSums;
    private float[] _distances;
    private float[] _trialDistances;

    private KMeansPlusPlus(NumericColumns table, Blocks blocks, SeededRandom random)
    {
        _table = table;
        _blocks = blocks;
        _random = random;
        (_sums, _trialSums) = (new double[blocks.Count], new double[blocks.Count]);
        (_distances, _trialDistances) = (new float[table.Stride], new float[table.Stride]);
    }

    /// <summary>Chooses k rows. They differ as long as there are rows that do.</summary>
    public static int[] ChooseRows(NumericColumns table, int k, Blocks blocks, SeededRandom random) =>
        new KMeansPlusPlus(table, blocks, random).ChooseRows(k);

    private int[] ChooseRows(int k)
    {
        // The padding keeps distance 0 and is never drawn.
        _distances.AsSpan(0, _table.Rows).Fill(float.PositiveInfinity);
        var chosen = new int[k];
        chosen[0] = _table.Weights is { } weights ? DrawByWeight(weights) : _random.NextBelow(_table.Rows);
        Try(chosen[0]);
        Keep();

        var trials = 2 + (int)Math.Log(k);
        var (best, bestSums) = (new float[_table.Stride], new double[_blocks.Count]);
        for (var i = 1; i < k; i++)
        {
            var least = double.PositiveInfinity;
            for (var trial = 0; trial < trials; trial++)
            {
                var row = Draw();
                var potential = Try(row);
                if (potential < least)
                {
                    (least, chosen[i]) = (potential, row);
                    (best, _trialDistances) = (_trialDistances, best);
                    (bestSums, _trialSums) = (_trialSums, bestSums);
                }
            }

            (_distances, best) = (best, _distances);
            (_sums, bestSums) = (bestSums, _sums);
        }

        return chosen;
    }

    private void Keep()
    {
        (_distances, _trialDistances) = (_trialDistances, _distances);
        (_sums, _trialSums) = (_trialSums, _sums);
    }

    /// <summary>Distances to the nearest chosen row if this row were chosen too, and their sum.</summary>
    private double Try(int row)
    {
        _blocks.ForEach((b, from, to) => _trialSums[b] = Approach(row, from, to));
        return Blocks.InOrder(_trialSums);
    }

    private double Approach(int chosen, int from, int to)
    {
        ref var values = ref MemoryMarshal.GetArrayDataReference(_table.Values);
        ref var before = ref MemoryMarshal.GetArrayDataReference(_distances);
        ref var after = ref MemoryMarshal.GetArrayDataReference(_trialDistances);
        var (low, high) = (Vector512<double>.Zero, Vector512<double>.Zero);
        for (var row = (nuint)from; row < (nuint)to; row += NumericColumns.Lanes)
        {
            var distance = Vector512<float>.Zero;
            for (var column = 0; column < _table.Values.Length; column += _table.Stride)
            {
                var difference = Vector512.LoadUnsafe(ref values, (nuint)column + row)
                    - Vector512.Create(_table.Values[column + chosen]);
                distance += difference * difference;
            }

            var nearest = Vector512.Min(distance, Vector512.LoadUnsafe(ref before, row));
            nearest.StoreUnsafe(ref after, row);
            if (_table.Weights is { } weights)
            {
                nearest *= Vector512.Create(weights, (int)row);
            }

            var (l, h) = Vector512.Widen(nearest);
            low += l;
            high += h;
        }

        // Lane by lane: the order of a horizontal sum is not promised to be the same everywhere.
        double sum = 0;
        for (var lane = 0; lane < Vector512<double>.Count; lane++)
        {
            sum += low[lane] + high[lane];
        }

        return sum;
    }

    private int DrawByWeight(float[] weights)
    {
        var target = _random.NextDouble() * Blocks.InOrder(Array.ConvertAll(weights, w => (double)w));
        var row = 0;
        while (row < _table.Rows - 1 && target >= weights[row])
        {
            target -= weights[row++];
        }

        return row;
    }

    /// <summary>A row, with a probability proportional to its weighted distance; any row when all distances are 0.</summary>
    private int Draw()
    {
        var total = Blocks.InOrder(_sums);
        if (total <= 0)
        {
            return _random.NextBelow(_table.Rows);
        }

        var target = _random.NextDouble() * total;
        var block = 0;
        while (block < _sums.Length - 1 && target >= _sums[block])
        {
            target -= _sums[block++];
        }

        var (from, to) = _blocks.Range(block);
        var last = from;
        for (var row = from; row < to; row++)
        {
            if (_distances[row] > 0)
            {
                last = row;
                target -= _distances[row] * _table.Weight(row);
                if (target < 0)
                {
                    break;
                }
            }
        }

        return last;
    }
}
