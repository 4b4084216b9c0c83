using System.Text.Json.Serialization;
using CustomerSegmentation.Edge.Api.Exports;
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
/// <param name="Monetary">What the customer was worth at the move; left out where that is not on record.</param>
public sealed record MigrationAnswer(
    string CustomerId,
    int Sequence,
    SegmentNameAnswer? From,
    SegmentNameAnswer? To,
    MigrationCause Cause,
    int ModelVersion,
    DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? EventId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Monetary)
{
    internal static Table<MigrationAnswer> Table { get; } = new(
        ("customerId", migration => migration.CustomerId),
        ("sequence", migration => migration.Sequence),
        ("from", migration => migration.From?.Id),
        ("fromName", migration => migration.From?.Name),
        ("to", migration => migration.To?.Id),
        ("toName", migration => migration.To?.Name),
        ("cause", migration => EnumNames.Of(migration.Cause)),
        ("modelVersion", migration => migration.ModelVersion),
        ("effectiveAt", migration => migration.EffectiveAt),
        ("recordedAt", migration => migration.RecordedAt),
        ("eventId", migration => migration.EventId),
        ("monetary", migration => migration.Monetary));

    internal static MigrationAnswer Of(Migration migration, IReadOnlyDictionary<string, Segment> directory) => new(
        migration.CustomerId,
        migration.Sequence,
        SegmentNameAnswer.Of(migration.From, directory),
        SegmentNameAnswer.Of(migration.To, directory),
        migration.Cause,
        migration.ModelVersion,
        migration.EffectiveAt,
        migration.RecordedAt,
        migration.EventId,
        migration.Monetary);
}

/// <summary>A segment by its id and what it is called today.</summary>
public sealed record SegmentNameAnswer(string Id, string Name)
{
    internal static SegmentNameAnswer? Of(string? id, IReadOnlyDictionary<string, Segment> directory) =>
        id is null ? null : new(id, directory.TryGetValue(id, out var segment) ? segment.Name : id);
}
