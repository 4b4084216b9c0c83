using CustomerSegmentation.Engine;
using CustomerSegmentation.Models.Drift;
using CustomerSegmentation.Models.Gates;
using CustomerSegmentation.Models.Identity;

namespace CustomerSegmentation.Models;

/// <summary>Makes a candidate of a fit: whose identity its segments carry on, who would move, and whether it may go out alone.</summary>
public static class Proposal
{
    /// <summary>The candidate with its preview and gates.</summary>
    /// <param name="fitted">The fit.</param>
    /// <param name="population">The customers it was fitted to.</param>
    /// <param name="overlap">Who is where now, and would be where.</param>
    /// <param name="published">The model in force.</param>
    /// <param name="wordings">Every segment there ever was by id, with the wording of now: a user's words win.</param>
    /// <param name="firstSegmentNumber">The number in the first new id.</param>
    /// <param name="limits">Of the gates.</param>
    /// <param name="at">When the customers were as they are here.</param>
    public static FitOutcome Of(
        FittedModel fitted,
        Population population,
        MembershipOverlap overlap,
        ModelRecord published,
        IReadOnlyDictionary<string, Segment> wordings,
        int firstSegmentNumber,
        GateLimits limits,
        DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(fitted);
        ArgumentNullException.ThrowIfNull(overlap);
        ArgumentNullException.ThrowIfNull(published);
        ArgumentNullException.ThrowIfNull(wordings);

        // A rule segment is a definition that stays in the house: its id promises thresholds, and the rules can be
        // published again at any time. A cluster that took "champions" would make one id mean two things.
        var matching = published.Model is RuleModel ? SegmentMatching.None(overlap) : SegmentMatching.Of(overlap);
        var model = fitted.Model.With(SegmentNaming.Inherit(
            fitted.Model.Segments,
            [.. Enumerable.Range(0, overlap.Clusters).Select(cluster =>
                matching.Predecessor(cluster) is { } segment ? wordings[overlap.Segments[segment]] : null)],
            fitted.Model.ScaledCentroids,
            firstSegmentNumber));
        var drift = published.Profile?.Drift(population, published.Model.Version, at);
        var record = new ModelRecord(
            model, fitted.Algorithm, FittedAt: at, PublishedAt: null, ModelStatus.Candidate, fitted.Report)
        {
            Lineage = Lineage.Of(published.Model.Version, overlap, matching, [.. model.Segments.Select(segment => segment.Id)]),
            Profile = PopulationProfile.Of(population),
            Drift = drift,
            Gates = PublicationGates.Check(
                limits,
                overlap,
                fitted.Report.Metrics.Single(tried => tried.K == fitted.Report.K).Silhouette,
                fitted.Report.Structure?.Present,
                drift),
        };
        return new(record, PublishPreview.Of(overlap, model), overlap);
    }
}
