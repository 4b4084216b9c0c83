using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Numerics;

namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>Tables to cluster: bell-shaped clouds that overlap, so that k-means is still under way after 20 rounds.</summary>
internal static class GaussianBlobs
{
    public const int Count = 8;

    public static double[][] Columns(int rows, int width, ulong seed)
    {
        var random = new SeededRandom(seed);
        double[] centres = [.. Enumerable.Range(0, Count * width).Select(_ => 4 * random.NextDouble())];
        double[][] columns = [.. Enumerable.Range(0, width).Select(_ => new double[rows])];
        for (var r = 0; r < rows; r++)
        {
            var cloud = random.NextBelow(Count);
            for (var c = 0; c < width; c++)
            {
                // A sum of three uniforms, of variance 1.
                columns[c][r] = centres[(cloud * width) + c] + (2 * (random.NextDouble() + random.NextDouble() + random.NextDouble()));
            }
        }

        return columns;
    }

    /// <summary>The first rows, as a start.</summary>
    public static double[][] Start(double[][] columns) =>
        [.. Enumerable.Range(0, Count).Select(r => columns.Select(column => column[r]).ToArray())];
}
