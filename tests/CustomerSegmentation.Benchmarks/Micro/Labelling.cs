using BenchmarkDotNet.Attributes;
using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Centroids;

namespace CustomerSegmentation.Benchmarks.Micro;

/// <summary>The nearest of 8 centroids for a row, on one core, rows in the processor's caches.</summary>
public class Labelling
{
    private const int Rows = 4_096;

    private readonly int[] _labels = new int[Rows];
    private NumericColumns _table = NumericColumns.From([0d]);
    private float[] _centroids = [];
    private double[] _exact = [];

    /// <summary>Columns.</summary>
    [Params(3, 18)]
    public int Width { get; set; }

    /// <summary>Clouds, and their first rows as centroids.</summary>
    [GlobalSetup]
    public void Begin()
    {
        var columns = GaussianBlobs.Columns(Rows, Width, seed: 1);
        _table = NumericColumns.From(columns);
        _exact = [.. GaussianBlobs.Start(columns).SelectMany(row => row.Zip(_table.Origin, static (x, origin) => x - origin))];
        _centroids = Array.ConvertAll(_exact, static x => (float)x);
    }

    /// <summary>In single precision, as every round of a fit does.</summary>
    [Benchmark(OperationsPerInvoke = Rows)]
    public int Single()
    {
        NearestCentroid.Label(_table, 0, Rows, _centroids, _labels);
        return _labels[^1];
    }

    /// <summary>In double precision with the inertia, as its last pass does.</summary>
    [Benchmark(OperationsPerInvoke = Rows)]
    public double Double() => NearestCentroid.LabelExactly(_table, 0, Rows, _exact, _labels);
}
