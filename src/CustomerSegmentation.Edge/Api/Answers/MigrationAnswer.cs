using System.Text.Json.Serialization;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Edge.Api.Answers;

/// <summary>One change of one customer's segment.</summary>
/// <param name="CustomerId">Whose.</param>
/// <param name="Sequence">1 for the customer's first migration, then one more each time.</param>
/// <param name="From">The segment left; null when the customer was in none.</param>
/// <param name="To">The segment entered; null when the customer lapsed.</param>
/// <param name="Cause">Why.</param>
/// <param name="ModelVersion">The model that decided.</param>
/// <param name="EffectiveAt">When it became true.</param>
/// <param name="RecordedAt">When the engine knew.</param>
/// <param name="EventId">The event behind it; left out where there is none.</param>
public sealed record MigrationAnswer(
    string CustomerId,
    int Sequence,
    SegmentNameAnswer? From,
    SegmentNameAnswer? To,
    MigrationCause Cause,
    int ModelVersion,
    DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? EventId)
{
    internal static MigrationAnswer Of(Migration migration, IReadOnlyDictionary<string, Segment> directory) => new(
        migration.CustomerId,
        migration.Sequence,
        SegmentNameAnswer.Of(migration.From, directory),
        SegmentNameAnswer.Of(migration.To, directory),
        migration.Cause,
        migration.ModelVersion,
        migration.EffectiveAt,
        migration.RecordedAt,
        migration.EventId);
}

/// <summary>A segment by its id and what it is called today.</summary>
public sealed record SegmentNameAnswer(string Id, string Name)
{
    internal static SegmentNameAnswer? Of(string? id, IReadOnlyDictionary<string, Segment> directory) =>
        id is null ? null : new(id, directory.TryGetValue(id, out var segment) ? segment.Name : id);
}
