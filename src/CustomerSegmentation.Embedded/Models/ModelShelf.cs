using System.Collections.Immutable;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Embedded.Models;

/// <summary>
/// Every version of the model, which one is in force, and what every segment is called. Immutable: a change is a
/// new shelf, so a reader never sees half of one.
/// </summary>
internal sealed record ModelShelf(
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

    /// <summary>What a segment is called now.</summary>
    public string NameOf(string segmentId) => Directory.TryGetValue(segmentId, out var segment) ? segment.Name : segmentId;

    /// <summary>With a new candidate.</summary>
    public ModelShelf With(ModelRecord candidate) => this with
    {
        Versions = Versions.SetItem(candidate.Model.Version, candidate),
        Directory = Directory.AddRange(candidate.Model.Segments
            .Where(segment => !Directory.ContainsKey(segment.Id))
            .Select(segment => KeyValuePair.Create(segment.Id, segment))),
    };

    /// <summary>With another wording of a segment.</summary>
    public ModelShelf With(Segment segment) => this with { Directory = Directory.SetItem(segment.Id, segment) };

    /// <summary>With another publication in force.</summary>
    public ModelShelf With(Publication publication) => this with
    {
        Terms = Terms with { Publication = publication },
        Versions = Versions.ToImmutableSortedDictionary(
            pair => pair.Key,
            pair => pair.Key == publication.Model.Version
                ? pair.Value with { Status = ModelStatus.Published, PublishedAt = publication.At == DateTimeOffset.MinValue ? null : publication.At }
                : pair.Value with
                {
                    Status = pair.Value.Status == ModelStatus.Candidate ? ModelStatus.Candidate : ModelStatus.Retired,
                }),
    };

    /// <summary>The shelf of the first day: the rule model, in force since ever.</summary>
    public static ModelShelf Of(EngineOptions options)
    {
        var rules = new RuleModel(options.Rules);
        var publication = new Publication(rules, Ordinal: 0, DateTimeOffset.MinValue);
        return new ModelShelf(
            ImmutableSortedDictionary<int, ModelRecord>.Empty,
            ImmutableDictionary<string, Segment>.Empty,
            new(publication, options.Window, options.Hysteresis))
            .With(new ModelRecord(rules, "rules", FittedAt: null, PublishedAt: null, ModelStatus.Candidate, Fit: null))
            .With(publication);
    }

    /// <summary>The shelf as the file has it; null for a new file.</summary>
    public static ModelShelf? Read(LedgerReader reader, EngineOptions options)
    {
        var models = reader.Models();
        if (models.Count == 0)
        {
            return null;
        }

        var shelf = Of(options) with
        {
            Versions = models.ToImmutableSortedDictionary(model => model.Model.Version, model => model),
            Directory = reader.Segments().ToImmutableDictionary(segment => segment.Id),
        };
        foreach (var (ordinal, version, at) in reader.Publications())
        {
            shelf = shelf.With(new Publication(shelf.Versions[version].Model, ordinal, at));
        }

        return shelf;
    }

    /// <summary>Writes all of it to a new file.</summary>
    public void WriteTo(LedgerWriter writer)
    {
        foreach (var model in Versions.Values)
        {
            writer.Save(model);
        }

        foreach (var segment in Directory.Values)
        {
            writer.Save(segment);
        }

        writer.Save(Terms.Publication);
    }
}
