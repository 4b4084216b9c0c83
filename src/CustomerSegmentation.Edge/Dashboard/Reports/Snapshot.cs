using CustomerSegmentation.Edge.Api;
using CustomerSegmentation.Edge.Api.Endpoints;

namespace CustomerSegmentation.Edge.Dashboard.Reports;

/// <summary>A value and the time it is as of.</summary>
/// <param name="AsOf">The moment.</param>
/// <param name="Value">Null where the engine has no such thing.</param>
public sealed record Snapshot<T>(DateTimeOffset AsOf, T? Value);

/// <summary>Makes them.</summary>
public static class Snapshot
{
    /// <summary>What was read, as of a moment.</summary>
    public static Snapshot<T> Of<T>(DateTimeOffset asOf, T? value) => new(asOf, value);
}

/// <summary>Which members of which segment.</summary>
/// <param name="SegmentId">The segment.</param>
/// <param name="AsOf">Members as of this moment; null for now.</param>
/// <param name="Cursor">From the page before; null for the first.</param>
/// <param name="Limit">At most so many.</param>
/// <param name="Filter">Which of them.</param>
public readonly record struct MembersAsked(string SegmentId, DateTimeOffset? AsOf, string? Cursor, int Limit, MemberFilter Filter);

/// <summary>Who leaves which segment within what time.</summary>
/// <param name="SegmentId">The segment.</param>
/// <param name="Within">How far to look ahead.</param>
/// <param name="Cursor">From the page before; null for the first.</param>
/// <param name="Limit">At most so many.</param>
public readonly record struct LeaversAsked(string SegmentId, TimeSpan Within, string? Cursor, int Limit);
