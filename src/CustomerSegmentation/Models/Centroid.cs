namespace CustomerSegmentation.Models;

/// <summary>The middle of a segment in customers' units.</summary>
public sealed record Centroid(double RecencyDays, double Frequency, double Monetary)
{
    /// <summary>The values that have these coordinates; features and coordinates in the order of a model's.</summary>
    public static Centroid Of(IReadOnlyList<FeatureScale> features, IReadOnlyList<double> coordinates)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(coordinates);
        return new(
            features[0].Unscale(coordinates[0]), features[1].Unscale(coordinates[1]), features[2].Unscale(coordinates[2]));
    }
}
