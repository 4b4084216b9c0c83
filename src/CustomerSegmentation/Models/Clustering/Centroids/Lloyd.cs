using System.Runtime.CompilerServices;
using CustomerSegmentation.Models.Clustering.Numerics;

namespace CustomerSegmentation.Models.Clustering.Centroids;

/// <summary>
/// Lloyd's algorithm (Lloyd 1982): label every row with its nearest centroid, move every centroid to the mean of its
/// rows, until nothing changes. Labels are found in single precision, means are taken in double, and a last pass
/// gives labels and inertia in double.
/// </summary>
internal sealed class Lloyd
{
    private readonly NumericColumns _table;
    private readonly Blocks _blocks;
    private readonly int[] _labels;
    private readonly double[] _centroids;

    private Lloyd(NumericColumns table, Blocks blocks, double[] start)
    {
        _table = table;
        _blocks = blocks;
        _centroids = start;
        _labels = GC.AllocateUninitializedArray<int>(table.Stride); // every pass writes all of it
    }

    private int K => _centroids.Length / _table.Width;

    /// <summary>Runs from a start until the centroids no longer move or the rounds are over.</summary>
    /// <param name="table">Rows.</param>
    /// <param name="blocks">How they are cut.</param>
    /// <param name="start">Coordinates relative to the table's origin, cluster by cluster; becomes the result's.</param>
    /// <param name="options">When to stop.</param>
    public static Partition Run(NumericColumns table, Blocks blocks, double[] start, KMeansOptions options) =>
        new Lloyd(table, blocks, start).Run(options);

    /// <summary>Labels the rows by centroids that stay where they are.</summary>
    public static Partition Assign(NumericColumns table, Blocks blocks, double[] centroids) =>
        new Lloyd(table, blocks, centroids).Finish(iterations: 0, converged: true);

    private Partition Run(KMeansOptions options)
    {
        var rest = options.Tolerance > 0 ? options.Tolerance * _table.MeanVariance() : 0;
        var iterations = 0;
        var converged = false;
        var clusters = Scatter();
        while (!converged && iterations < options.MaxIterations)
        {
            iterations++;
            var changed = Label(clusters);
            var relocated = EmptyClusters.Relocate(_table, _centroids, _labels, clusters);
            var moved = MoveCentroids(clusters);
            converged = !relocated && (!changed || moved <= rest);
            if (relocated)
            {
                // Labels were changed behind the blocks' backs.
                clusters = Scatter();
            }
        }

        return Finish(iterations, converged);
    }

    private Partition Finish(int iterations, bool converged)
    {
        var inertia = _blocks.Sum((from, to) => NearestCentroid.LabelExactly(_table, from, to, _centroids, _labels));
        return new(InOwnUnits(), _labels.Length == _table.Rows ? _labels : _labels[.._table.Rows], inertia, iterations, converged);
    }

    /// <summary>Every row is in no cluster, and every sum empty.</summary>
    private ClusterSums Scatter()
    {
        var clusters = new ClusterSums(_table, _blocks.Count, K);
        _labels.AsSpan().Fill(clusters.Nowhere);
        return clusters;
    }

    /// <summary>Whether any label changed.</summary>
    [SkipLocalsInit]
    private bool Label(ClusterSums clusters)
    {
        var single = Array.ConvertAll(_centroids, c => (float)c);
        var changed = new bool[_blocks.Count];
        _blocks.ForEach((b, from, to) =>
        {
            Span<int> before = stackalloc int[Blocks.Coarse];
            _labels.AsSpan(from..Math.Min(from + Blocks.Coarse, _labels.Length)).CopyTo(before);
            NearestCentroid.Label(_table, from, to, single, _labels);
            changed[b] = clusters.Move(b, from, to, before, _labels);
        });
        clusters.AddBlocks();
        return Array.IndexOf(changed, true) >= 0;
    }

    /// <summary>Sum of the squared moves. A cluster that is still empty (fewer distinct rows than clusters) stays.</summary>
    private double MoveCentroids(ClusterSums clusters)
    {
        double moved = 0;
        for (var i = 0; i < _centroids.Length; i++)
        {
            if (clusters.Masses[i / _table.Width] is var mass and > 0)
            {
                var mean = clusters.Sums[i] / mass;
                moved += (mean - _centroids[i]) * (mean - _centroids[i]);
                _centroids[i] = mean;
            }
        }

        return moved;
    }

    private double[][] InOwnUnits() =>
    [
        .. Enumerable.Range(0, K).Select(c => Enumerable.Range(0, _table.Width)
            .Select(i => _centroids[(c * _table.Width) + i] + _table.Origin[i]).ToArray()),
    ];
}
