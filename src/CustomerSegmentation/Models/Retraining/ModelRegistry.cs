using System.Collections.Immutable;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Models.Retraining;

/// <summary>
/// Every version of the model, which one is in force, and what every segment is called. Immutable: a change is a
/// new registry, so a reader never sees half of one.
/// </summary>
/// <param name="Versions">Every model by its version; the rule model of the first day is among them.</param>
/// <param name="Directory">Every segment there ever was by its id, with the wording of now.</param>
/// <param name="Terms">The model in force since when, the window and the hysteresis.</param>
public sealed record ModelRegistry(
    ImmutableSortedDictionary<int, ModelRecord> Versions,
    ImmutableDictionary<string, Segment> Directory,
    AssignmentTerms Terms)
{
    /// <summary>The model in force, with how it came about.</summary>
    public ModelRecord InForce => Versions[Terms.Model.Version];

    /// <summary>The version the next fit gets.</summary>
    public int NextVersion => Versions.Keys.Max() + 1;

    /// <summary>The number in the id of the next new segment; ids are never used twice.</summary>
    public int NextSegmentNumber => 1 + Directory.Keys
        .Select(id => id.StartsWith('s') && int.TryParse(id.AsSpan(1), out var number) ? number : 0)
        .Append(0).Max();

    /// <summary>What a segment is called now; its id, if nobody knows it.</summary>
    public string NameOf(string segmentId) => Directory.TryGetValue(segmentId, out var segment) ? segment.Name : segmentId;

    /// <summary>What puts a version in force; null when there is no such version.</summary>
    public Publication? PublicationOf(int version, DateTimeOffset at) =>
        Versions.TryGetValue(version, out var record) ? new(record.Model, Terms.Publication.Ordinal + 1, at) : null;

    /// <summary>The segments of a candidate that there were not before.</summary>
    public IEnumerable<Segment> NewIn(ModelRecord candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        return candidate.Model.Segments.Where(segment => !Directory.ContainsKey(segment.Id));
    }

    /// <summary>With a new candidate. One that nobody asked for takes the place of those before it.</summary>
    public ModelRegistry With(ModelRecord candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        return this with
        {
            Versions = WithOneProposal(Versions.SetItem(candidate.Model.Version, candidate)),
            Directory = Directory.AddRange(NewIn(candidate).Select(segment => KeyValuePair.Create(segment.Id, segment))),
        };
    }

    /// <summary>With another wording of a segment.</summary>
    public ModelRegistry With(Segment segment)
    {
        ArgumentNullException.ThrowIfNull(segment);
        return this with { Directory = Directory.SetItem(segment.Id, segment) };
    }

    /// <summary>With another publication in force.</summary>
    public ModelRegistry With(Publication publication)
    {
        ArgumentNullException.ThrowIfNull(publication);
        return this with
        {
            Terms = Terms with { Publication = publication },
            Versions = Versions.ToImmutableSortedDictionary(
                pair => pair.Key,
                pair => pair.Key == publication.Model.Version
                    ? pair.Value with
                    {
                        Status = ModelStatus.Published,
                        PublishedAt = publication.At == DateTimeOffset.MinValue ? null : publication.At,
                    }
                    : pair.Value with
                    {
                        Status = pair.Value.Status == ModelStatus.Candidate ? ModelStatus.Candidate : ModelStatus.Retired,
                    }),
        };
    }

    /// <summary>The registry of a new engine: the rule model, in force from the beginning.</summary>
    public static ModelRegistry Of(EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var rules = new RuleModel(options.Rules);
        var publication = new Publication(rules, Ordinal: 0, DateTimeOffset.MinValue);
        return new ModelRegistry(
            ImmutableSortedDictionary<int, ModelRecord>.Empty,
            ImmutableDictionary<string, Segment>.Empty,
            new(publication, options.Window, options.Hysteresis))
            .With(new ModelRecord(rules, "rules", FittedAt: null, PublishedAt: null, ModelStatus.Candidate, Fit: null))
            .With(publication);
    }

    /// <summary>The registry as it is on record, with the window and the hysteresis of the options; null for none.</summary>
    /// <param name="models">Every version.</param>
    /// <param name="segments">Every segment there ever was.</param>
    /// <param name="publications">Which version was put in force when, in the order of their ordinals.</param>
    /// <param name="options">Of this start.</param>
    public static ModelRegistry? Restore(
        IReadOnlyList<ModelRecord> models,
        IEnumerable<Segment> segments,
        IEnumerable<(int Ordinal, int Version, DateTimeOffset At)> publications,
        EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(publications);
        if (models.Count == 0)
        {
            return null;
        }

        var registry = Of(options) with
        {
            Versions = WithOneProposal(models.ToImmutableSortedDictionary(model => model.Model.Version, model => model)),
            Directory = segments.ToImmutableDictionary(segment => segment.Id),
        };
        return publications.Aggregate(registry, static (registry, published) => registry.With(
            new Publication(registry.Versions[published.Version].Model, published.Ordinal, published.At)));
    }

    /// <summary>
    /// The registry at a start with these options. Another window, other rules or other hysteresis take effect now, as a
    /// publication of its own, before anybody is looked at under them: what they move is a refit, not behaviour.
    /// </summary>
    /// <param name="options">Of this start; window and hysteresis of <see cref="Terms"/> are theirs already.</param>
    /// <param name="termsAreThoseOnRecord">Whether everyone was assessed under this window and hysteresis so far.</param>
    /// <param name="now">By the engine's clock.</param>
    /// <param name="changed">Whether there is a new publication: everyone is to be assessed anew.</param>
    /// <param name="rulesChanged">Whether the rule model has other thresholds than before, in force or not.</param>
    public ModelRegistry UnderTerms(
        EngineOptions options, bool termsAreThoseOnRecord, DateTimeOffset now, out bool changed, out bool rulesChanged)
    {
        ArgumentNullException.ThrowIfNull(options);
        var rules = Versions[SegmentModel.RuleModelVersion];
        rulesChanged = rules.Model is RuleModel known && !known.Thresholds.SameAs(options.Rules);
        var registry = rulesChanged
            ? this with { Versions = Versions.SetItem(SegmentModel.RuleModelVersion, rules with { Model = new RuleModel(options.Rules) }) }
            : this;
        var version = Terms.Model.Version;
        changed = !termsAreThoseOnRecord || (rulesChanged && version == SegmentModel.RuleModelVersion);
        return changed ? registry.With(registry.PublicationOf(version, now)!) : registry;
    }

    private static ImmutableSortedDictionary<int, ModelRecord> WithOneProposal(ImmutableSortedDictionary<int, ModelRecord> versions)
    {
        var last = versions.Values.LastOrDefault(model => model.IsProposal)?.Model.Version ?? 0;
        return versions.SetItems(versions
            .Where(pair => pair.Key < last && pair.Value is { IsProposal: true, Status: ModelStatus.Candidate })
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value with { Status = ModelStatus.Retired })));
    }
}
