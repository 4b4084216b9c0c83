using CustomerSegmentation.Edge.Api.Exports;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Edge.Api.Answers;

/// <summary>A segment in one step of time.</summary>
/// <param name="Bucket">Where the step begins.</param>
/// <param name="Segment">Id; null for customers who are known and in none.</param>
/// <param name="Name">What it is called today.</param>
/// <param name="Customers">Members at the end of the step.</param>
/// <param name="Revenue">What they were worth at their latest move.</param>
/// <param name="Arrivals">Moves into it, refits apart.</param>
/// <param name="Departures">Moves out of it, refits apart.</param>
/// <param name="Refitted">What refits moved in, less what they moved out.</param>
public sealed record SeriesAnswer(
    DateTimeOffset Bucket,
    string? Segment,
    string? Name,
    long Customers,
    double Revenue,
    long Arrivals,
    long Departures,
    long Refitted)
{
    internal static Table<SeriesAnswer> Table { get; } = new(
        ("bucket", point => point.Bucket),
        ("segment", point => point.Segment),
        ("name", point => point.Name),
        ("customers", point => point.Customers),
        ("revenue", point => point.Revenue),
        ("arrivals", point => point.Arrivals),
        ("departures", point => point.Departures),
        ("refitted", point => point.Refitted));

    internal static SeriesAnswer Of(SeriesPoint point, SegmentNames names) => new(
        point.Start,
        point.Segment,
        names[point.Segment],
        point.Customers,
        RoundedMoney.Of(point.Revenue),
        point.Arrivals,
        point.Departures,
        point.Refitted);
}
