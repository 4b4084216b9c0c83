using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Edge.Api.Answers;

/// <summary>A customer as of a moment.</summary>
/// <param name="CustomerId">Who.</param>
/// <param name="AsOf">The moment the figures are true for.</param>
/// <param name="RecencyDays">Days since the newest counting order, with fraction; null when no order counts.</param>
/// <param name="Frequency">Number of counting orders in the window.</param>
/// <param name="Monetary">Sum of their values.</param>
/// <param name="Currency">What <paramref name="Monetary"/> is in.</param>
/// <param name="FirstPurchaseAt">The first purchase there ever was.</param>
/// <param name="LastPurchaseAt">When the newest order was made.</param>
/// <param name="Segment">Null for a lapsed customer.</param>
/// <param name="Alternatives">The other segments by falling confidence.</param>
/// <param name="Next">What happens, and when, unless the customer buys; null when nothing ever will.</param>
public sealed record CustomerAnswer(
    string CustomerId,
    DateTimeOffset AsOf,
    double? RecencyDays,
    int Frequency,
    decimal Monetary,
    string Currency,
    DateTimeOffset? FirstPurchaseAt,
    DateTimeOffset? LastPurchaseAt,
    MembershipAnswer? Segment,
    IReadOnlyList<AlternativeAnswer> Alternatives,
    NextChangeAnswer? Next)
{
    internal static CustomerAnswer Of(CustomerView customer, string currency) => new(
        customer.CustomerId,
        customer.AsOf,
        customer.Rfm?.RecencyDays,
        customer.Rfm?.Frequency ?? 0,
        customer.Rfm?.Monetary ?? 0,
        currency,
        customer.FirstPurchaseAt,
        customer.LastPurchaseAt,
        customer.Segment is { } segment
            ? new(segment.Id, segment.Name, segment.Since, segment.Cause, segment.ModelVersion, segment.Confidence)
            : null,
        [.. customer.Alternatives.Select(other => new AlternativeAnswer(other.Id, other.Name, other.Confidence))],
        customer.Next is { } next ? new(next.Id, next.Name, next.At) : null);
}

/// <summary>The segment that a customer is in.</summary>
public sealed record MembershipAnswer(
    string Id, string Name, DateTimeOffset Since, MigrationCause Cause, int ModelVersion, double Confidence);

/// <summary>A segment that a customer is not in, with how near it is.</summary>
public sealed record AlternativeAnswer(string Id, string Name, double Confidence);

/// <summary>The change that time alone will bring; id and name are null when the customer will lapse.</summary>
public sealed record NextChangeAnswer(string? Id, string? Name, DateTimeOffset At);
