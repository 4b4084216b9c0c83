namespace CustomerSegmentation.Models.Drift;

/// <summary>How far the customers have drifted from those that a model was fitted to, with the evidence.</summary>
/// <param name="AsOf">When they were looked at.</param>
/// <param name="ModelVersion">Of the model they are compared with.</param>
/// <param name="Customers">How many there were.</param>
/// <param name="Features">In the order of a model's features.</param>
public sealed record PopulationDrift(
    DateTimeOffset AsOf, int ModelVersion, int Customers, IReadOnlyList<FeatureDrift> Features)
{
    /// <summary>The feature that has drifted most.</summary>
    public FeatureDrift Worst => Features.MaxBy(feature => feature.Index)!;
}

/// <summary>The drift of one feature.</summary>
/// <param name="Name">The feature.</param>
/// <param name="Index">Population stability index; 0 when nothing has moved.</param>
/// <param name="Bounds">Where the bins end; the last has no end.</param>
/// <param name="Expected">Shares by bin when the model was fitted.</param>
/// <param name="Actual">Shares by bin now.</param>
public sealed record FeatureDrift(
    string Name, double Index, IReadOnlyList<double> Bounds, IReadOnlyList<double> Expected, IReadOnlyList<double> Actual);
