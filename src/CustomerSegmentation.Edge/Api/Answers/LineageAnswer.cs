using CustomerSegmentation.Models.Drift;
using CustomerSegmentation.Models.Gates;
using CustomerSegmentation.Models.Identity;

namespace CustomerSegmentation.Edge.Api.Answers;

/// <summary>What became of segments from the model then in force to this one.</summary>
/// <param name="Event">Continued, born, retired, split or merged.</param>
/// <param name="From">Ids in the model before; empty when born.</param>
/// <param name="To">Ids in this model; empty when retired.</param>
/// <param name="Overlaps">The customers behind it.</param>
public sealed record LineageAnswer(
    LineageEvent Event, IReadOnlyList<string> From, IReadOnlyList<string> To, IReadOnlyList<LineageOverlap> Overlaps)
{
    internal static IReadOnlyList<LineageAnswer> Of(Lineage? lineage) =>
        [.. (lineage?.Steps ?? []).Select(step => new LineageAnswer(step.Event, step.From, step.To, step.Overlaps))];
}

/// <summary>One check before automatic publication.</summary>
/// <param name="Name">smallestShare, silhouette, structure or drift.</param>
/// <param name="Passed">Whether it stops nothing.</param>
/// <param name="Figure">What was measured; null where nothing was.</param>
/// <param name="Threshold">What it was measured against.</param>
/// <param name="Reason">Both in a sentence.</param>
public sealed record GateAnswer(string Name, bool Passed, double? Figure, double Threshold, string Reason)
{
    internal static GateAnswer Of(Gate gate) => new(gate.Name, gate.Passed, gate.Figure, gate.Threshold, gate.Reason);
}

/// <summary>How far the customers had drifted.</summary>
/// <param name="AsOf">When they were looked at.</param>
/// <param name="ModelVersion">The version they are compared with.</param>
/// <param name="Customers">How many there were.</param>
/// <param name="Features">Population stability index by feature, with the shares of the bins then and now.</param>
public sealed record DriftAnswer(
    DateTimeOffset AsOf, int ModelVersion, int Customers, IReadOnlyList<FeatureDrift> Features)
{
    internal static DriftAnswer? Of(PopulationDrift? drift) =>
        drift is null ? null : new(drift.AsOf, drift.ModelVersion, drift.Customers, drift.Features);
}
