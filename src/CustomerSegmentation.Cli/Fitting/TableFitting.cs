using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Centroids;
using CustomerSegmentation.Models.Clustering.Density;
using CustomerSegmentation.Models.Clustering.Hierarchical;
using CustomerSegmentation.Models.Clustering.Mixtures;
using CustomerSegmentation.Models.Clustering.Quality;

namespace CustomerSegmentation.Cli.Fitting;

/// <summary>Has the domain fit a table by the algorithm that was asked for.</summary>
internal sealed class TableFitting(FeatureTable table, FitChoices choices, CancellationToken cancellation)
{
    private const string BySilhouette = "the best silhouette, and of those within 0.01 of it the smallest k";

    private NumericColumns Rows => table.Rows;

    public TableFit Run()
    {
        if (choices.Algorithm == Algorithms.Dbscan)
        {
            return DensityFitting.Run(table, choices, cancellation);
        }

        var range = KRange.Of(choices, Rows);
        var plan = new FitPlan(range.Min, range.Max, choices.Seed, choices.Algorithm)
            { Starts = choices.Starts, Shape = choices.Covariance };
        var trial = new FitTrial(Rows, plan, cancellation: cancellation);
        return choices.Algorithm switch
        {
            Algorithms.GaussianMixture => WithMixture(plan, trial),
            Algorithms.Ward => WithWard(plan, trial),
            _ => WithKMeans(plan, trial),
        };
    }

    private TableFit WithKMeans(FitPlan plan, FitTrial trial)
    {
        // Until it converges: every figure of the table is that of a partition in which no row is nearer to another mean.
        var options = trial.KMeans(plan.MinK) with { Tolerance = 0 };
        var selection = KSelection.Try(Rows, plan.MinK, plan.MaxK, options, cancellation: cancellation);
        var chosen = selection.Chosen;
        TriedK[] tried = [.. selection.Tried.Zip(selection.Metrics, (partition, metrics) => TriedK.Of(table, metrics, partition.Labels))];
        return Ordered(tried, chosen.K, BySilhouette, chosen.Labels, chosen.Centroids) with
        {
            Structure = trial.Structure(chosen.K),
            Stability = StabilityOf(trial, chosen.K),
            Notes = Unrested(chosen.Converged, chosen.Iterations),
        };
    }

    private TableFit WithMixture(FitPlan plan, FitTrial trial)
    {
        var selection = MixtureSelection.Try(Rows, plan.MinK, plan.MaxK, trial.Mixture(plan.MinK), cancellation);
        var chosen = selection.Chosen;
        TriedK[] tried = [.. selection.Tried.Zip(
            selection.Metrics, (mixture, metrics) => TriedK.Of(table, metrics, Label(mixture), mixture.LogLikelihood))];
        var reason = Array.TrueForAll(tried, t => t.Metrics.Bic is null)
            ? "every mixture collapsed, so no BIC counts; " + BySilhouette
            : "the lowest BIC of the mixtures that did not collapse";
        var labels = Label(chosen);
        double[][] means = [.. chosen.Components.Select(component => component.Mean.ToArray())];
        var order = new ClusterOrder(labels, means);
        return new(tried, chosen.K, Reason(reason), order.Relabel(labels), order.Arrange(means))
        {
            Posteriors = order.Arrange(chosen.Posteriors(Rows, cancellation: cancellation)),
            Components = order.Arrange(chosen.Components),
            Structure = trial.Structure(chosen.K),
            Stability = StabilityOf(trial, chosen.K),
            Notes = Unrested(chosen.Converged, chosen.Iterations),
        };
    }

    private TableFit WithWard(FitPlan plan, FitTrial trial)
    {
        if (Rows.Rows > Ward.MaxRows && plan.MaxK > WardSelection.SampleRows)
        {
            throw new ToolException(ExitCodes.WrongUsage,
                $"Of more than {Ward.MaxRows:#,0} rows Ward merges a sample of {WardSelection.SampleRows:#,0}: "
                + $"{plan.MaxK:#,0} clusters are too many for it.");
        }

        var selection = WardSelection.Try(Rows, plan.MinK, plan.MaxK, plan.Seed, cancellation: cancellation);
        TriedK[] tried = [.. selection.Tried.Zip(selection.Metrics, (labels, metrics) => TriedK.Of(table, metrics, labels))];
        var fit = Ordered(tried, selection.K, BySilhouette, selection.Tried[selection.K - plan.MinK]);
        return fit with
        {
            Structure = trial.Structure(selection.K),
            Notes = selection.Sample == Rows.Rows ? []
                : [$"Ward merged a sample of {selection.Sample:#,0} rows; every row went to the nearest mean of the sample's clusters."],
        };
    }

    private static string[] Unrested(bool converged, int rounds) =>
        converged ? [] : [$"The fit had not come to rest after {rounds:#,0} rounds."];

    private string Reason(string rule) => choices.K is null ? rule : "as asked";

    private int[] Label(MixtureFit mixture) => mixture.Label(Rows, cancellation: cancellation);

    private TableFit Ordered(TriedK[] tried, int k, string rule, int[] labels, double[][]? centroids = null)
    {
        var means = MemberMeans.Of(table.Coordinates, labels, k);
        double[][] centres = [.. means.Select((mean, c) => mean ?? centroids?[c] ?? throw new ToolException(ExitCodes.Failed,
            $"Ward's sample has fewer than {k:#,0} different rows, so that some of {k:#,0} clusters have none: ask for fewer."))];
        var order = new ClusterOrder(labels, centres);
        return new(tried, k, Reason(rule), order.Relabel(labels), order.Arrange(centres));
    }

    /// <summary>Null for one cluster, which is always the same, and for more than a bootstrap sample can have.</summary>
    private Stability? StabilityOf(FitTrial trial, int k) =>
        k > 1 && k <= Math.Min(Rows.Rows, Stability.SampleUpTo) ? trial.Stability(k) : null;
}
