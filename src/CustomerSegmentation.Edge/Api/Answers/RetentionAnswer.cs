using CustomerSegmentation.Edge.Api.Endpoints;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Edge.Api.Answers;

/// <summary>How long customers stay in a segment.</summary>
/// <param name="Segment">Which.</param>
/// <param name="From">Of those who entered after this moment.</param>
/// <param name="To">Of those who entered until this moment.</param>
/// <param name="AsOf">The moment until which it is known who stayed.</param>
/// <param name="Entered">Stays that began in between.</param>
/// <param name="Retention">The share still there after 1, 7, 30 and 90 days.</param>
/// <param name="MedianDwellDays">After how many days half of them have left; null while fewer have.</param>
public sealed record RetentionAnswer(
    SegmentNameAnswer Segment,
    DateTimeOffset From,
    DateTimeOffset To,
    DateTimeOffset AsOf,
    long Entered,
    IReadOnlyList<RetentionAgeAnswer> Retention,
    double? MedianDwellDays)
{
    internal static RetentionAnswer Of(Retention retention, string name) => new(
        new(retention.Segment, name),
        retention.From,
        retention.To,
        retention.AsOf,
        retention.Entered,
        [.. retention.Ages.Select(age => new RetentionAgeAnswer(age.Days, age.Entered, age.Stayed, age.Share))],
        retention.MedianDwellDays);
}

/// <summary>Who was still there after some days.</summary>
/// <param name="Days">After how many.</param>
/// <param name="Entered">Stays that began so long ago, and were not cut short by a refit.</param>
/// <param name="Stayed">How many of them lasted longer.</param>
/// <param name="Share">0 to 1; null when nobody entered so long ago.</param>
public sealed record RetentionAgeAnswer(int Days, long Entered, long Stayed, double? Share);
