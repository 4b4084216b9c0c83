using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Numerics;

namespace CustomerSegmentation.Tests.Models.Clustering;

internal static class TestColumns
{
    /// <summary>Rows around random centres, by a seed.</summary>
    public static NumericColumns Blobs(int rows, int width, int clusters, ulong seed) =>
        NumericColumns.From(BlobColumns(rows, width, clusters, seed));

    public static double[][] BlobColumns(int rows, int width, int clusters, ulong seed)
    {
        var random = new SeededRandom(seed);
        var centres = Enumerable.Range(0, clusters * width).Select(_ => random.NextDouble() * 20).ToArray();
        var columns = Enumerable.Range(0, width).Select(_ => new double[rows]).ToArray();
        for (var r = 0; r < rows; r++)
        {
            var cluster = random.NextBelow(clusters);
            for (var c = 0; c < width; c++)
            {
                // Sum of three uniforms: bell-shaped enough.
                columns[c][r] = centres[(cluster * width) + c] + random.NextDouble() + random.NextDouble() + random.NextDouble();
            }
        }

        return columns;
    }
}
