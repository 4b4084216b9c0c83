namespace CustomerSegmentation.Models.Drift;

/// <summary>The distributions of recency, frequency and monetary value when a model was fitted.</summary>
/// <param name="Features">In the order of a model's features.</param>
public sealed record PopulationProfile(IReadOnlyList<FeatureProfile> Features)
{
    /// <summary>Learns them.</summary>
    public static PopulationProfile Of(Population population)
    {
        ArgumentNullException.ThrowIfNull(population);
        return new(
        [
            FeatureProfile.Of(FeatureScale.RecencyDays, population.RecencyDays),
            FeatureProfile.Of(FeatureScale.Frequency, population.Frequency),
            FeatureProfile.Of(FeatureScale.Monetary, population.Monetary),
        ]);
    }

    /// <summary>How far the customers of a later moment have drifted away.</summary>
    /// <param name="population">The customers of then.</param>
    /// <param name="modelVersion">Of the model that this profile belongs to.</param>
    /// <param name="asOf">When then is.</param>
    public PopulationDrift Drift(Population population, int modelVersion, DateTimeOffset asOf)
    {
        ArgumentNullException.ThrowIfNull(population);
        double[][] columns = [population.RecencyDays, population.Frequency, population.Monetary];
        return new(asOf, modelVersion, population.Customers,
        [
            .. Features.Select((feature, i) =>
            {
                var shares = feature.SharesOf(columns[i]);
                return new FeatureDrift(
                    feature.Name, StabilityIndex.Of(feature.Shares, shares), feature.Bounds, feature.Shares, shares);
            }),
        ]);
    }
}
