using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Engine;

/// <summary>Which migrations to list, newest (by effective time) first.</summary>
/// <param name="CustomerId">Only this customer's.</param>
/// <param name="From">Effective at or after.</param>
/// <param name="To">Effective before.</param>
/// <param name="Cause">Only of this cause.</param>
/// <param name="Cursor">Where the previous page ended.</param>
/// <param name="Limit">1–1,000.</param>
public sealed record MigrationQuery(
    string? CustomerId = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null,
    MigrationCause? Cause = null,
    string? Cursor = null,
    int Limit = 100)
{
    /// <summary>Effective at or before: what is on record of a moment. The newest of a customer's says where they were.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Recorded at or before: what was believed at a moment, whatever came to light later.</summary>
    public DateTimeOffset? KnownAt { get; init; }

    /// <summary>Only between these segments.</summary>
    public SegmentFilter Segments { get; init; } = SegmentFilter.All;
}
