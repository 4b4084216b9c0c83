using CustomerSegmentation.Engine;
using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Centroids;
using CustomerSegmentation.Models.Clustering.Mixtures;
using CustomerSegmentation.Models.Clustering.Quality;

namespace CustomerSegmentation.Models;

/// <summary>A model fitted to a population.</summary>
/// <param name="Model">The model.</param>
/// <param name="Report">How the fit went.</param>
/// <param name="NextSegmentNumber">The first number that no segment's id has used; the next fit begins there.</param>
/// <param name="Algorithm"><c>kmeans</c> or <c>gaussianMixture</c>.</param>
public sealed record FittedModel(ScaledModel Model, FitReport Report, int NextSegmentNumber, string Algorithm)
{
    /// <summary>
    /// Fits a model: scales the features, clusters the customers, chooses the number of segments where none is given,
    /// names the segments. Segments are ordered from the most to the least valuable: by frequency plus monetary value
    /// minus recency, scaled. The same population and seed give the same model on any number of threads.
    /// </summary>
    /// <param name="population">Customers with RFM.</param>
    /// <param name="request">What was asked for; whether to publish is not looked at.</param>
    /// <param name="version">Of the model to be.</param>
    /// <param name="firstSegmentNumber">Ids are s1, s2, … from this number on. Numbers must never repeat.</param>
    /// <param name="minimumCustomers">Fewer are refused.</param>
    /// <param name="inForce">k-means begins at its centroids too; null, or rules, for fresh starts only.</param>
    /// <param name="logged">Features to take the logarithm of; null for all.</param>
    /// <param name="threads">At most; null for one a processor.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="FitRefusedException"><c>too_few_customers</c>, or what <see cref="FitPlan.From"/> refuses.</exception>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static FittedModel Of(
        Population population,
        FitRequest request,
        int version,
        int firstSegmentNumber,
        int minimumCustomers,
        SegmentModel? inForce = null,
        LoggedFeatures? logged = null,
        int? threads = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(population);
        if (population.Customers < Math.Max(1, minimumCustomers))
        {
            throw new FitRefusedException(
                "too_few_customers",
                $"{population.Customers} customers have an order that counts; a fit needs {Math.Max(1, minimumCustomers)}.");
        }

        var features = Learn(population, logged ?? new());
        double[][] columns =
        [
            Array.ConvertAll(population.RecencyDays, features[0].Scale),
            Array.ConvertAll(population.Frequency, features[1].Scale),
            Array.ConvertAll(population.Monetary, features[2].Scale),
        ];
        var rows = NumericColumns.From(columns);
        var plan = FitPlan.From(request, rows.DistinctRows(upTo: FitPlan.MaxClusters));
        var trial = new FitTrial(rows, plan, threads, cancellation);
        return plan.Algorithm == FitPlan.GaussianMixture ? OfMixture() : OfCentroids();

        FittedModel OfCentroids()
        {
            var selection = KSelection.Try(
                rows, plan.MinK, plan.MaxK, trial.KMeans(plan.MinK), WarmStart(inForce as ScaledModel, features), cancellation);
            var (chosen, means) = (selection.Chosen, MemberMeans.Of(columns, selection.Chosen.Labels, selection.Chosen.K));
            double[][] scaled = [.. means.Select((mean, c) => mean ?? chosen.Centroids[c]).OrderByDescending(Value)];
            return Done(new CentroidModel(version, Named(scaled), features, scaled), selection.Metrics);
        }

        FittedModel OfMixture()
        {
            var selection = MixtureSelection.Try(rows, plan.MinK, plan.MaxK, trial.Mixture(plan.MinK), cancellation);
            MixtureComponent[] components = [.. selection.Chosen.Components.OrderByDescending(c => Value(c.Mean))];
            return Done(new MixtureModel(version, Named([.. components.Select(c => c.Mean)]), features, components), selection.Metrics);
        }

        Segment[] Named(IReadOnlyList<IReadOnlyList<double>> scaled) =>
            SegmentNaming.Name(population, [.. scaled.Select(c => Centroid.Of(features, c))], scaled, firstSegmentNumber);

        FittedModel Done(ScaledModel model, IReadOnlyList<FitMetrics> metrics)
        {
            var k = model.Segments.Count;
            var report = new FitReport(k, population.Customers, plan.Seed, metrics, trial.Structure(k), trial.Stability(k));
            return new(model, report, firstSegmentNumber + k, plan.Algorithm);
        }
    }

    /// <summary>The centroids of another model in the coordinates of these scales.</summary>
    private static double[][]? WarmStart(ScaledModel? model, FeatureScale[] features) =>
        model is null
            ? null
            : [.. model.ScaledCentroids.Select(centroid =>
                features.Select((feature, i) => feature.Scale(model.Features[i].Unscale(centroid[i]))).ToArray())];

    private static double Value(IReadOnlyList<double> scaled) => scaled[1] + scaled[2] - scaled[0];

    private static FeatureScale[] Learn(Population population, LoggedFeatures logged) =>
    [
        FeatureScale.Of(FeatureScale.RecencyDays, logged.RecencyDays, population.RecencyDays),
        FeatureScale.Of(FeatureScale.Frequency, logged.Frequency, population.Frequency),
        FeatureScale.Of(FeatureScale.Monetary, logged.Monetary, population.Monetary),
    ];
}
