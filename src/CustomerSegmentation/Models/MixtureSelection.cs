using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Mixtures;

namespace CustomerSegmentation.Models;

/// <summary>
/// Tries numbers of components and chooses one: the lowest Bayesian information criterion among the mixtures that did
/// not collapse. When all of them did, as they do where many customers have one order, the criterion says nothing, and
/// the rule of <see cref="KSelection"/> chooses by silhouette.
/// </summary>
public sealed class MixtureSelection
{
    private MixtureSelection(MixtureFit chosen, IReadOnlyList<MixtureFit> tried, IReadOnlyList<FitMetrics> metrics) =>
        (Chosen, Tried, Metrics) = (chosen, tried, metrics);

    /// <summary>The mixture of the number chosen.</summary>
    public MixtureFit Chosen { get; }

    /// <summary>The mixtures behind <see cref="Metrics"/>, in the same order.</summary>
    public IReadOnlyList<MixtureFit> Tried { get; }

    /// <summary>One entry per number tried, ascending.</summary>
    public IReadOnlyList<FitMetrics> Metrics { get; }

    /// <summary>Fits a mixture of every number of components from one to another.</summary>
    /// <param name="rows">Scaled.</param>
    /// <param name="minK">Smallest number tried.</param>
    /// <param name="maxK">Largest number tried.</param>
    /// <param name="options">Of every run, but for its K.</param>
    /// <param name="cancellation">Gives up.</param>
    public static MixtureSelection Try(
        NumericColumns rows, int minK, int maxK, GaussianMixtureOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var mixtures = new List<MixtureFit>();
        var metrics = new List<FitMetrics>();
        for (var k = minK; k <= maxK; k++)
        {
            var mixture = GaussianMixture.Fit(rows, options with { K = k }, cancellation);
            mixtures.Add(mixture);
            metrics.Add(FitQuality.Of(rows, mixture, options.Seed, options.Threads, cancellation));
        }

        var suggested = Suggest(metrics);
        return new(mixtures.Find(m => m.K == suggested)!, mixtures, metrics);
    }

    /// <summary>The number of components that the rule chooses; at least one must have been tried.</summary>
    public static int Suggest(IReadOnlyList<FitMetrics> metrics) =>
        metrics.Where(m => m.Bic is not null).MinBy(m => m.Bic)?.K ?? KSelection.Suggest(metrics);
}
