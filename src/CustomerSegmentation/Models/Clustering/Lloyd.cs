namespace CustomerSegmentation.Models.Clustering;

/// <summary>
/// Lloyd's algorithm (Lloyd 1982): label every row with its nearest centroid, move every centroid to the mean of its
/// rows, until nothing changes. Labels are found in single precision, means are taken in double, and a last pass
/// gives labels and inertia in double.
/// </summary>
internal sealed class Lloyd
{
    private readonly NumericColumns _table;
    private readonly Blocks _blocks;
    private readonly int _k;
    private readonly int[] _labels;
    private readonly double[][] _blockSums;
    private readonly int[][] _blockCounts;
    private readonly double[][] _blockMasses;
    private readonly double[] _masses;
    private readonly double[] _sums;
    private readonly int[] _counts;
    private readonly double[] _centroids;

    private Lloyd(NumericColumns table, Blocks blocks, double[] start)
    {
        _table = table;
        _blocks = blocks;
        _k = start.Length / table.Width;
        _centroids = start;
        _labels = new int[table.Stride];
        _labels.AsSpan().Fill(-1);
        _sums = new double[start.Length];
        _counts = new int[_k];
        _masses = new double[_k];
        _blockSums = [.. Enumerable.Range(0, blocks.Count).Select(_ => new double[start.Length])];
        _blockCounts = [.. Enumerable.Range(0, blocks.Count).Select(_ => new int[_k])];
        _blockMasses = [.. Enumerable.Range(0, table.Weights is null ? 0 : blocks.Count).Select(_ => new double[_k])];
    }

    /// <summary>Runs from a start until the centroids rest or the rounds are over.</summary>
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
        var rest = options.Tolerance * _table.MeanVariance();
        var iterations = 0;
        var converged = false;
        while (!converged && iterations < options.MaxIterations)
        {
            iterations++;
            var changed = LabelAndSum();
            var relocated = EmptyClusters.Relocate(_table, _centroids, _labels, _sums, _counts, _masses);
            var moved = MoveCentroids();
            converged = !relocated && (!changed || moved <= rest);
        }

        return Finish(iterations, converged);
    }

    private Partition Finish(int iterations, bool converged)
    {
        var inertia = LabelExactly();
        return new(InOwnUnits(), _labels[.._table.Rows], inertia, iterations, converged);
    }

    private bool LabelAndSum()
    {
        var single = Array.ConvertAll(_centroids, c => (float)c);
        var changed = new bool[_blocks.Count];
        _blocks.ForEach((b, from, to) =>
        {
            changed[b] = NearestCentroid.Label(_table, from, to, single, _labels);
            if (_table.Weights is { } weights)
            {
                Sum(from, to, weights, _blockSums[b], _blockCounts[b], _blockMasses[b]);
            }
            else
            {
                Sum(from, to, _blockSums[b], _blockCounts[b]);
            }
        });

        Array.Clear(_sums);
        Array.Clear(_counts);
        Array.Clear(_masses);
        for (var b = 0; b < _blocks.Count; b++)
        {
            for (var i = 0; i < _sums.Length; i++)
            {
                _sums[i] += _blockSums[b][i];
            }

            for (var c = 0; c < _k; c++)
            {
                _counts[c] += _blockCounts[b][c];
                _masses[c] += _table.Weights is null ? _blockCounts[b][c] : _blockMasses[b][c];
            }
        }

        return Array.IndexOf(changed, true) >= 0;
    }

    private void Sum(int from, int to, double[] into, int[] count)
    {
        Array.Clear(into);
        Array.Clear(count);
        var (width, stride, values) = (_table.Width, _table.Stride, _table.Values);
        for (var row = from; row < to; row++)
        {
            var label = _labels[row];
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

    private void Sum(int from, int to, float[] weights, double[] into, int[] count, double[] mass)
    {
        Array.Clear(into);
        Array.Clear(count);
        Array.Clear(mass);
        for (var row = from; row < to; row++)
        {
            var label = _labels[row];
            double weight = weights[row];
            count[label]++;
            mass[label] += weight;
            for (var c = 0; c < _table.Width; c++)
            {
                into[(label * _table.Width) + c] += weight * _table.Values[(c * _table.Stride) + row];
            }
        }
    }

    /// <summary>Sum of the squared moves. A cluster that is still empty (fewer distinct rows than clusters) stays.</summary>
    private double MoveCentroids()
    {
        double moved = 0;
        for (var i = 0; i < _centroids.Length; i++)
        {
            if (_masses[i / _table.Width] is var mass and > 0)
            {
                var mean = _sums[i] / mass;
                moved += (mean - _centroids[i]) * (mean - _centroids[i]);
                _centroids[i] = mean;
            }
        }

        return moved;
    }

    private double LabelExactly() => _blocks.Sum((from, to) =>
    {
        double inertia = 0;
        for (var row = from; row < to; row++)
        {
            var least = double.PositiveInfinity;
            for (var c = 0; c < _k; c++)
            {
                var distance = _table.SquaredDistance(row, _centroids, c);
                if (distance < least)
                {
                    (least, _labels[row]) = (distance, c);
                }
            }

            inertia += _table.Weight(row) * least;
        }

        return inertia;
    });

    private double[][] InOwnUnits() =>
    [
        .. Enumerable.Range(0, _k).Select(c => Enumerable.Range(0, _table.Width)
            .Select(i => _centroids[(c * _table.Width) + i] + _table.Origin[i]).ToArray()),
    ];
}
