using System.Diagnostics;
using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Centroids;
using CustomerSegmentation.Models.Clustering.Mixtures;
using CustomerSegmentation.Models.Clustering.Quality;

namespace CustomerSegmentation.Benchmarks.Rows;

/// <summary>
/// A fit of 8 clusters on two threads: 20 rounds from a given start, from columns of doubles to the result. Ceiling:
/// scikit-learn, which does the same to the same table; the row counts only if both reach the same.
/// </summary>
internal static class FitRow
{
    private const int Rounds = 20;
    private const int Threads = 2;

    /// <summary>Lloyd's algorithm beside sklearn.cluster.KMeans; to be three times as fast.</summary>
    public static IAsyncEnumerable<Row> KMeansAsync(Bench bench, int width)
    {
        var options = new KMeansOptions(GaussianBlobs.Count) { MaxIterations = Rounds, Tolerance = 0, Threads = Threads };
        var rows = bench.Pick(1_000_000, 100_000);
        return MeasureAsync(bench, new($"fit-kmeans-{width}", "kmeans", rows, width, TimesFaster: 3, Off: 1e-4), (columns, start) =>
        {
            var fit = KMeans.FitFrom(NumericColumns.From(columns), start, options);
            return (fit.Iterations, fit.Inertia);
        });
    }

    /// <summary>Expectation–maximisation beside sklearn.mixture.GaussianMixture; to be five times as fast.</summary>
    public static IAsyncEnumerable<Row> MixtureAsync(Bench bench)
    {
        var options = new GaussianMixtureOptions(GaussianBlobs.Count) { MaxIterations = Rounds, Tolerance = 0, Threads = Threads };
        var rows = bench.Pick(100_000, 20_000);
        return MeasureAsync(bench, new("fit-mixture", "mixture", rows, Width: 3, TimesFaster: 5, Off: 1e-5), (columns, start) =>
        {
            double[][] ball = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
            MixtureComponent[] components = [.. start.Select(mean => new MixtureComponent(1.0 / GaussianBlobs.Count, mean, ball))];
            var fit = GaussianMixture.FitFrom(NumericColumns.From(columns), components, options);
            return (fit.Iterations, fit.LogLikelihood);
        });
    }

    private static async IAsyncEnumerable<Row> MeasureAsync(
        Bench bench, Contest contest, Func<double[][], double[][], (int Rounds, double Reached)> fit)
    {
        await Task.Yield();
        if (!ScikitLearn.IsInstalled)
        {
            yield return Row.Missing(contest.Name, "ms", ScikitLearn.NotInstalled);
            yield break;
        }

        var columns = GaussianBlobs.Columns(contest.Rows, contest.Width, seed: 1);
        var start = GaussianBlobs.Start(columns);
        using var scikit = ScikitLearn.Start(bench.NewFolder(), contest.Algorithm, columns, start, Rounds, Threads);
        double mine = 0;
        double theirs = 0;
        var (ours, ceiling) = Repeats.Interleave(
            bench.Pick(7, 3),
            () =>
            {
                var started = Stopwatch.GetTimestamp();
                (var rounds, mine) = fit(columns, start);
                var took = Stopwatch.GetElapsedTime(started);
                Check.Equal(Rounds, rounds);
                return took.TotalMilliseconds;
            },
            () =>
            {
                var other = scikit.Fit();
                Check.Equal(Rounds, other.Rounds);
                theirs = other.Reached;
                return other.Seconds * 1_000;
            });
        var apart = Math.Abs((mine / theirs) - 1);
        Check.True(apart <= contest.Off, $"our {mine:G8} and scikit-learn's {theirs:G8} agree to {contest.Off:G1}");
        yield return Row.Of(contest.Name, "ms", ours, ceiling,
            $"{contest.Rows:N0} × {contest.Width}, k {GaussianBlobs.Count}, {Rounds} rounds, {Threads} threads; "
            + $"scikit-learn {scikit.Version}, results {apart:G1} apart; {ceiling.Median / ours.Median:0.0} times as fast")
            .AtMost(ceiling.Median / contest.TimesFaster);
    }

    /// <param name="Name">Of the row.</param>
    /// <param name="Algorithm">As the script calls it.</param>
    /// <param name="Rows">Of the table.</param>
    /// <param name="Width">Of the table.</param>
    /// <param name="TimesFaster">How many times as fast ours is to be.</param>
    /// <param name="Off">How far apart, relatively, inertias or log-likelihoods may be.</param>
    private sealed record Contest(string Name, string Algorithm, int Rows, int Width, double TimesFaster, double Off);
}
