using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CustomerSegmentation.Models.Clustering;

/// <summary>
/// Start rows for k-means by greedy k-means++ (Arthur and Vassilvitskii 2007): each next row is drawn with a
/// probability proportional to its squared distance from the rows chosen so far; of 2 + ln k such draws the one that
/// leaves the smallest sum of squared distances is kept.
/// </summary>
internal sealed class KMeansPlusPlus
{
    private readonly NumericColumns table;
    private readonly Blocks blocks;
    private readonly SeededRandom random;
    private double[] sums;
    private double[] trialSums;
    private float[] distances;
    private float[] trialDistances;

    private KMeansPlusPlus(NumericColumns table, Blocks blocks, SeededRandom random)
    {
        this.table = table;
        this.blocks = blocks;
        this.random = random;
        (sums, trialSums) = (new double[blocks.Count], new double[blocks.Count]);
        (distances, trialDistances) = (new float[table.Stride], new float[table.Stride]);
    }

    /// <summary>Chooses k rows. They differ as long as there are rows that do.</summary>
    public static int[] ChooseRows(NumericColumns table, int k, Blocks blocks, SeededRandom random) =>
        new KMeansPlusPlus(table, blocks, random).ChooseRows(k);

    private int[] ChooseRows(int k)
    {
        // The padding keeps distance 0 and is never drawn.
        distances.AsSpan(0, table.Rows).Fill(float.PositiveInfinity);
        var chosen = new int[k];
        chosen[0] = random.NextBelow(table.Rows);
        Try(chosen[0]);
        Keep();

        var trials = 2 + (int)Math.Log(k);
        var (best, bestSums) = (new float[table.Stride], new double[blocks.Count]);
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
                    (best, trialDistances) = (trialDistances, best);
                    (bestSums, trialSums) = (trialSums, bestSums);
                }
            }

            (distances, best) = (best, distances);
            (sums, bestSums) = (bestSums, sums);
        }

        return chosen;
    }

    private void Keep()
    {
        (distances, trialDistances) = (trialDistances, distances);
        (sums, trialSums) = (trialSums, sums);
    }

    /// <summary>Distances to the nearest chosen row if this row were chosen too, and their sum.</summary>
    private double Try(int row)
    {
        blocks.ForEach((b, from, to) => trialSums[b] = Approach(row, from, to));
        return Blocks.InOrder(trialSums);
    }

    private double Approach(int chosen, int from, int to)
    {
        ref var values = ref MemoryMarshal.GetArrayDataReference(table.Values);
        ref var before = ref MemoryMarshal.GetArrayDataReference(distances);
        ref var after = ref MemoryMarshal.GetArrayDataReference(trialDistances);
        var (low, high) = (Vector512<double>.Zero, Vector512<double>.Zero);
        for (var row = (nuint)from; row < (nuint)to; row += NumericColumns.Lanes)
        {
            var distance = Vector512<float>.Zero;
            for (var column = 0; column < table.Values.Length; column += table.Stride)
            {
                var difference = Vector512.LoadUnsafe(ref values, (nuint)column + row)
                    - Vector512.Create(table.Values[column + chosen]);
                distance += difference * difference;
            }

            var nearest = Vector512.Min(distance, Vector512.LoadUnsafe(ref before, row));
            nearest.StoreUnsafe(ref after, row);
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

    /// <summary>A row, with a probability proportional to its distance; any row when all distances are 0.</summary>
    private int Draw()
    {
        var total = Blocks.InOrder(sums);
        if (total <= 0)
        {
            return random.NextBelow(table.Rows);
        }

        var target = random.NextDouble() * total;
        var block = 0;
        while (block < sums.Length - 1 && target >= sums[block])
        {
            target -= sums[block++];
        }

        var (from, to) = blocks.Range(block);
        var last = from;
        for (var row = from; row < to; row++)
        {
            if (distances[row] > 0)
            {
                last = row;
                target -= distances[row];
                if (target < 0)
                {
                    break;
                }
            }
        }

        return last;
    }
}
