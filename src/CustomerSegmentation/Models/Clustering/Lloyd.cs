namespace CustomerSegmentation.Models.Clustering;

/// <summary>
/// Lloyd's algorithm (Lloyd 1982): label every row with its nearest centroid, move every centroid to the mean of its
/// rows, until nothing changes. Labels are found in single precision, means are taken in double, and a last pass
/// gives labels and inertia in double.
/// </summary>
internal sealed class Lloyd
{
    private readonly NumericColumns table;
    private readonly Blocks blocks;
    private readonly int k;
    private readonly int[] labels;
    private readonly double[][] blockSums;
    private readonly int[][] blockCounts;
    private readonly double[] sums;
    private readonly int[] counts;
    private readonly double[] centroids;

    private Lloyd(NumericColumns table, Blocks blocks, double[] start)
    {
        this.table = table;
        this.blocks = blocks;
        k = start.Length / table.Width;
        centroids = start;
        labels = new int[table.Stride];
        labels.AsSpan().Fill(-1);
        sums = new double[start.Length];
        counts = new int[k];
        blockSums = [.. Enumerable.Range(0, blocks.Count).Select(_ => new double[start.Length])];
        blockCounts = [.. Enumerable.Range(0, blocks.Count).Select(_ => new int[k])];
    }

    /// <summary>Runs from a start until the centroids rest or the rounds are over.</summary>
    /// <param name="table">Rows.</param>
    /// <param name="blocks">How they are cut.</param>
    /// <param name="start">Coordinates relative to the table's origin, cluster by cluster; becomes the result's.</param>
    /// <param name="options">When to stop.</param>
    public static Partition Run(NumericColumns table, Blocks blocks, double[] start, KMeansOptions options) =>
        new Lloyd(table, blocks, start).Run(options);

    private Partition Run(KMeansOptions options)
    {
        var rest = options.Tolerance * table.MeanVariance();
        var iterations = 0;
        var converged = false;
        while (!converged && iterations < options.MaxIterations)
        {
            iterations++;
            var changed = LabelAndSum();
            var relocated = EmptyClusters.Relocate(table, centroids, labels, sums, counts);
            var moved = MoveCentroids();
            converged = !relocated && (!changed || moved <= rest);
        }

        var inertia = LabelExactly();
        return new(InOwnUnits(), labels[..table.Rows], inertia, iterations, converged);
    }

    private bool LabelAndSum()
    {
        var single = Array.ConvertAll(centroids, c => (float)c);
        var changed = new bool[blocks.Count];
        blocks.ForEach((b, from, to) =>
        {
            changed[b] = NearestCentroid.Label(table, from, to, single, labels);
            Sum(from, to, blockSums[b], blockCounts[b]);
        });

        Array.Clear(sums);
        Array.Clear(counts);
        for (var b = 0; b < blocks.Count; b++)
        {
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] += blockSums[b][i];
            }

            for (var c = 0; c < k; c++)
            {
                counts[c] += blockCounts[b][c];
            }
        }

        return Array.IndexOf(changed, true) >= 0;
    }

    private void Sum(int from, int to, double[] into, int[] count)
    {
        Array.Clear(into);
        Array.Clear(count);
        var (width, stride, values) = (table.Width, table.Stride, table.Values);
        for (var row = from; row < to; row++)
        {
            var label = labels[row];
            count[label]++;
            var sum = into.AsSpan(label * width, width);
            var at = row;
            foreach (ref var s in sum)
            {
                s += values[at];
                at += stride;
            }
        }
    }

    /// <summary>Sum of the squared moves. A cluster that is still empty (fewer distinct rows than clusters) stays.</summary>
    private double MoveCentroids()
    {
        double moved = 0;
        for (var i = 0; i < centroids.Length; i++)
        {
            if (counts[i / table.Width] is var count and > 0)
            {
                var mean = sums[i] / count;
                moved += (mean - centroids[i]) * (mean - centroids[i]);
                centroids[i] = mean;
            }
        }

        return moved;
    }

    private double LabelExactly() => blocks.Sum((from, to) =>
    {
        double inertia = 0;
        for (var row = from; row < to; row++)
        {
            var least = double.PositiveInfinity;
            for (var c = 0; c < k; c++)
            {
                var distance = table.SquaredDistance(row, centroids, c);
                if (distance < least)
                {
                    (least, labels[row]) = (distance, c);
                }
            }

            inertia += least;
        }

        return inertia;
    });

    private double[][] InOwnUnits() =>
    [
        .. Enumerable.Range(0, k).Select(c => Enumerable.Range(0, table.Width)
            .Select(i => centroids[(c * table.Width) + i] + table.Origin[i]).ToArray()),
    ];
}
