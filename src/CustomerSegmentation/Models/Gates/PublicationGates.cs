using System.Globalization;
using CustomerSegmentation.Models.Drift;
using CustomerSegmentation.Models.Identity;

namespace CustomerSegmentation.Models.Gates;

/// <summary>
/// The gates between a fit and its automatic publication: only a fit that passes all of them is put in force without
/// a person. A person may publish any version, whatever the gates say; they have seen what the gates have not.
/// </summary>
public static class PublicationGates
{
    /// <summary>Checks a fit.</summary>
    /// <param name="limits">What it must reach.</param>
    /// <param name="overlap">Who would be in which cluster.</param>
    /// <param name="silhouette">Mean silhouette of the fit.</param>
    /// <param name="structure">Whether the customers have groups at all; null when that was not tested.</param>
    /// <param name="drift">Since the fit of the model in force; null when it was not fitted.</param>
    public static IReadOnlyList<Gate> Check(
        GateLimits limits, MembershipOverlap overlap, double silhouette, bool? structure, PopulationDrift? drift)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(overlap);
        var sizes = Enumerable.Range(0, overlap.Clusters).Select(c => overlap.OfCluster(c) + overlap.Entering(c)).ToList();
        var smallest = (double)sizes.Min() / Math.Max(1, sizes.Sum());
        return
        [
            new(
                "smallestShare",
                smallest >= limits.SmallestShare,
                smallest,
                limits.SmallestShare,
                Text($"The smallest segment has {smallest:P1} of the customers; {limits.SmallestShare:P1} are wanted.")),
            new(
                "silhouette",
                silhouette >= limits.Silhouette,
                silhouette,
                limits.Silhouette,
                Text($"The mean silhouette is {silhouette:0.000}; {limits.Silhouette:0.000} is wanted.")),
            new(
                "structure",
                structure ?? true,
                structure is { } present ? present ? 1 : 0 : null,
                1,
                structure switch
                {
                    true => "The customers have groups that shuffled values have not.",
                    false => "Shuffled values group as well as the customers do: there is no structure to publish.",
                    null => "Structure was not tested.",
                }),
            drift is { Worst: var worst }
                ? new(
                    "drift",
                    worst.Index <= limits.Drift,
                    worst.Index,
                    limits.Drift,
                    Text($"{worst.Name} has drifted by {worst.Index:0.000} since the fit of version {drift.ModelVersion}; up to {limits.Drift:0.000} is believed."))
                : new("drift", Passed: true, Figure: null, limits.Drift, "The model in force was not fitted: nothing has drifted away from it."),
        ];
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
