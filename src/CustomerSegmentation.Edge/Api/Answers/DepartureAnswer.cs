using System.Text.Json.Serialization;
using CustomerSegmentation.Edge.Api.Exports;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Edge.Api.Answers;

/// <summary>A customer who will leave a segment unless they buy.</summary>
/// <param name="CustomerId">Who; left out when its hash was asked for.</param>
/// <param name="CustomerIdSha256">SHA-256 of the id; left out unless asked for.</param>
/// <param name="RecencyDays">Days since the newest counting order, now.</param>
/// <param name="Frequency">Number of counting orders.</param>
/// <param name="Monetary">Sum of their values.</param>
/// <param name="Since">Since when they are in the segment.</param>
/// <param name="LeavesAt">When they leave it.</param>
/// <param name="To">The segment they will be in then; null when they will lapse.</param>
public sealed record DepartureAnswer(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? CustomerId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? CustomerIdSha256,
    double RecencyDays,
    int Frequency,
    decimal Monetary,
    DateTimeOffset Since,
    DateTimeOffset LeavesAt,
    SegmentNameAnswer? To)
{
    internal static DepartureAnswer Of(Departure departure, CustomerIds ids, IReadOnlyDictionary<string, Segment> directory) => new(
        ids.Plain(departure.Member.CustomerId),
        ids.Sha256(departure.Member.CustomerId),
        departure.Member.RecencyDays,
        departure.Member.Frequency,
        departure.Member.Monetary,
        departure.Member.Since,
        departure.At,
        SegmentNameAnswer.Of(departure.To, directory));

    internal static Table<DepartureAnswer> Table(string segmentId, CustomerIds ids) => new(
        (ids.Column, leaver => leaver.CustomerId ?? leaver.CustomerIdSha256),
        ("recencyDays", leaver => leaver.RecencyDays),
        ("frequency", leaver => leaver.Frequency),
        ("monetary", leaver => leaver.Monetary),
        ("since", leaver => leaver.Since),
        ("segment", _ => segmentId),
        ("leavesAt", leaver => leaver.LeavesAt),
        ("to", leaver => leaver.To?.Id));
}
