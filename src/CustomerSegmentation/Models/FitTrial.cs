using CustomerSegmentation.Models.Clustering;

namespace CustomerSegmentation.Models;

/// <summary>How a plan clusters rows, and how far its clusters can be trusted: both on samples of bounded size.</summary>
internal sealed class FitTrial(NumericColumns rows, FitPlan plan, int? threads, CancellationToken cancellation)
{
    private const int StartsOnSample = 4;

    public KMeansOptions KMeans(int k) => new(k) { Seed = plan.Seed, Threads = threads };

    public GaussianMixtureOptions Mixture(int k) => new(k) { Seed = plan.Seed, Threads = threads };

    public StructureTest? Structure(int k) =>
        StructureTest.Of(rows, k, plan.Seed, threads: threads, cancellation: cancellation);

    public Stability Stability(int k) => Clustering.Stability.Of(
        rows, plan.Algorithm == FitPlan.GaussianMixture ? WithMixture(k) : WithCentroids(k), plan.Seed);

    private Func<NumericColumns, NumericColumns, ulong, int[]> WithCentroids(int k) => (sample, all, seed) =>
    {
        var options = KMeans(k) with { Seed = seed, Starts = StartsOnSample };
        return Clustering.KMeans.Assign(all, Clustering.KMeans.Fit(sample, options, cancellation).Centroids, threads, cancellation).Labels;
    };

    private Func<NumericColumns, NumericColumns, ulong, int[]> WithMixture(int k) => (sample, all, seed) =>
    {
        var options = Mixture(k) with { Seed = seed, Starts = StartsOnSample };
        return GaussianMixture.Fit(sample, options, cancellation).Label(all, threads, cancellation);
    };
}
