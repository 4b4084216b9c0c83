using System.Text.Json.Serialization;
using CustomerSegmentation.Edge.Api.Exports;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Edge.Api.Answers;

/// <summary>A customer in the list of a segment's members.</summary>
/// <param name="CustomerId">Who; left out when its hash was asked for.</param>
/// <param name="CustomerIdSha256">SHA-256 of the id; left out unless asked for.</param>
/// <param name="RecencyDays">Days since the newest counting order; null when none counts.</param>
/// <param name="Frequency">Number of counting orders.</param>
/// <param name="Monetary">Sum of their values.</param>
/// <param name="Since">Since when they are in the segment.</param>
/// <param name="Segment">Its id.</param>
public sealed record MemberAnswer(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? CustomerId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? CustomerIdSha256,
    double? RecencyDays,
    int Frequency,
    decimal Monetary,
    DateTimeOffset Since,
    string Segment)
{
    internal static MemberAnswer Of(Member member, string segmentId, CustomerIds ids) => new(
        ids.Plain(member.CustomerId),
        ids.Sha256(member.CustomerId),
        member.RecencyDays,
        member.Frequency,
        member.Monetary,
        member.Since,
        segmentId);

    internal static MemberAnswer Of(PastMember member, string segmentId, CustomerIds ids) => new(
        ids.Plain(member.CustomerId),
        ids.Sha256(member.CustomerId),
        member.Rfm?.RecencyDays,
        member.Rfm?.Frequency ?? 0,
        member.Rfm?.Monetary ?? 0,
        member.Since,
        segmentId);

    internal static Table<MemberAnswer> Table(CustomerIds ids) => new(
        (ids.Column, member => member.CustomerId ?? member.CustomerIdSha256),
        ("recencyDays", member => member.RecencyDays),
        ("frequency", member => member.Frequency),
        ("monetary", member => member.Monetary),
        ("since", member => member.Since),
        ("segment", member => member.Segment));
}
