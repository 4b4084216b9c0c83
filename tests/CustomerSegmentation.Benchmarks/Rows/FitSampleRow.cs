using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Centroids;
using CustomerSegmentation.Models.Clustering.Quality;

namespace CustomerSegmentation.Benchmarks.Rows;

/// <summary>
/// What fitting to a sample costs: by how many per cent the inertia of all rows, with centroids of a sample, is above
/// that of a fit to all rows. Both with the product's starts; the rounds are five seeds, each with a sample of its own.
/// </summary>
internal static class FitSampleRow
{
    private const int Seeds = 5;

    public static async IAsyncEnumerable<Row> MeasureAsync(Bench bench)
    {
        await Task.Yield();
        var rows = bench.Pick(4_000_000, 200_000);
        var table = NumericColumns.From(GaussianBlobs.Columns(rows, width: 3, seed: 1));
        KMeansOptions[] options =
        [
            .. Enumerable.Range(1, Seeds).Select(seed => new KMeansOptions(GaussianBlobs.Count) { Seed = (ulong)seed, FitSample = rows }),
        ];
        double[] all = [.. options.Select(o => KMeans.Fit(table, o).Inertia)];
        foreach (var parts in new[] { 200, 40, 8, 2 })
        {
            var above = options.Zip(all, (o, full) => 100 * ((KMeans.Fit(table, o with { FitSample = rows / parts }).Inertia / full) - 1));
            yield return Row.Of($"fit-sample-{parts}", "% inertia", new([.. above]), null,
                $"{rows / parts:N0} of {rows:N0} rows, k {GaussianBlobs.Count}, {Seeds} seeds");
        }
    }
}
