using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Centroids;
using CustomerSegmentation.Models.Clustering.Mixtures;
using CustomerSegmentation.Models.Clustering.Quality;

namespace CustomerSegmentation.Models;

/// <summary>
/// How a plan clusters the rows of any table, and how far its clusters can be trusted: the latter on samples of bounded
/// size.
/// </summary>
/// <param name="rows">Scaled.</param>
/// <param name="plan">What is fitted.</param>
/// <param name="threads">At most; null for one a processor.</param>
/// <param name="cancellation">Gives up.</param>
public sealed class FitTrial(NumericColumns rows, FitPlan plan, int? threads = null, CancellationToken cancellation = default)
{
    private const int StartsOnSample = 4;

    /// <summary>How k-means runs under the plan.</summary>
    public KMeansOptions KMeans(int k)
    {
        var options = new KMeansOptions(k) { Seed = plan.Seed, Threads = threads };
        return plan.Starts is { } starts ? options with { Starts = starts } : options;
    }

    /// <summary>How a Gaussian mixture is fitted under the plan.</summary>
    public GaussianMixtureOptions Mixture(int k)
    {
        var options = new GaussianMixtureOptions(k) { Shape = plan.Shape, Seed = plan.Seed, Threads = threads };
        return plan.Starts is { } starts ? options with { Starts = starts } : options;
    }

    /// <summary>Whether so many clusters say anything about the rows; null for a single column or cluster.</summary>
    public StructureTest? Structure(int k) =>
        StructureTest.Of(rows, k, plan.Seed, threads: threads, cancellation: cancellation);

    /// <summary>Whether another sample of the same kind would have given the same clusters.</summary>
    public Stability Stability(int k) => Clustering.Quality.Stability.Of(
        rows, plan.Algorithm == FitPlan.GaussianMixture ? WithMixture(k) : WithCentroids(k), plan.Seed);

    private Func<NumericColumns, NumericColumns, ulong, int[]> WithCentroids(int k) => (sample, all, seed) =>
    {
        var options = KMeans(k) with { Seed = seed, Starts = StartsOnSample };
        return Clustering.Centroids.KMeans.Assign(all, Clustering.Centroids.KMeans.Fit(sample, options, cancellation).Centroids, threads, cancellation).Labels;
    };

    private Func<NumericColumns, NumericColumns, ulong, int[]> WithMixture(int k) => (sample, all, seed) =>
    {
        var options = Mixture(k) with { Seed = seed, Starts = StartsOnSample };
        return GaussianMixture.Fit(sample, options, cancellation).Label(all, threads, cancellation);
    };
}
