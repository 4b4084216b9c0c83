using System.Diagnostics;
using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Centroids;

namespace CustomerSegmentation.Benchmarks.Rows;

/// <summary>
/// The nearest of 8 centroids for every row of three columns, exactly (in double), with the inertia. Ceiling: the time
/// in which the machine, at the bandwidth of the triad of the same run, moves the floats in and the labels out.
/// </summary>
internal static class AssignRow
{
    private const int Width = 3;

    public static async IAsyncEnumerable<Row> MeasureAsync(Bench bench)
    {
        await Task.Yield();
        var rows = bench.Pick(1_000_000, 100_000);
        var columns = GaussianBlobs.Columns(rows, Width, seed: 1);
        var centroids = GaussianBlobs.Start(columns);
        var table = NumericColumns.From(columns);
        var bytes = (double)rows * ((Width * sizeof(float)) + sizeof(int));
        var triad = new Triad();
        int[] labels = [];
        var (ours, ceiling) = Repeats.Interleave(
            bench.Pick(21, 11),
            () =>
            {
                var started = Stopwatch.GetTimestamp();
                labels = KMeans.Assign(table, centroids).Labels;
                return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            },
            () => bytes / triad.BytesPerSecond() * 1_000);
        for (var row = 0; row < rows; row += 997)
        {
            var distances = Array.ConvertAll(centroids, c => c.Select((x, i) => (columns[i][row] - x) * (columns[i][row] - x)).Sum());
            Check.True(distances[labels[row]] - distances.Min() < 1e-5);
        }

        yield return Row.Of("assign", "ms", ours, ceiling,
            $"{rows:N0} × {Width}, k {centroids.Length}; {rows / ours.Median / 1e3:N0} million rows/s, "
            + $"triad {bytes / ceiling.Median / 1e6:0.0} GB/s");
    }
}
