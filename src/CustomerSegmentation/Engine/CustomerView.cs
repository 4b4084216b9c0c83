using CustomerSegmentation.Customers;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Engine;

/// <summary>A customer as of a moment.</summary>
/// <param name="CustomerId">Who.</param>
/// <param name="AsOf">The moment the figures are true for.</param>
/// <param name="Rfm">Null when no order counts in the window.</param>
/// <param name="FirstPurchaseAt">The first purchase there ever was; null when only refunds are known.</param>
/// <param name="LastPurchaseAt">The newest order's first purchase, counting or not.</param>
/// <param name="Segment">Null for a lapsed customer.</param>
/// <param name="Alternatives">The other segments by falling confidence.</param>
/// <param name="Next">What happens, and when, if the customer does not buy again; null when nothing ever will.</param>
public sealed record CustomerView(
    string CustomerId,
    DateTimeOffset AsOf,
    Rfm? Rfm,
    DateTimeOffset? FirstPurchaseAt,
    DateTimeOffset? LastPurchaseAt,
    MembershipView? Segment,
    IReadOnlyList<AlternativeSegment> Alternatives,
    NextChange? Next);

/// <summary>
/// The segment a customer is in. The model may be surer of an alternative when hysteresis holds the customer.
/// </summary>
public sealed record MembershipView(
    string Id, string Name, DateTimeOffset Since, MigrationCause Cause, int ModelVersion, double Confidence);

/// <summary>A segment the customer is not in, with how near it is.</summary>
public sealed record AlternativeSegment(string Id, string Name, double Confidence);

/// <summary>The change that time alone will bring. <paramref name="Id"/> is null when the customer will lapse.</summary>
public sealed record NextChange(string? Id, string? Name, DateTimeOffset At);

/// <summary>A customer in the list of a segment's members.</summary>
public sealed record Member(
    string CustomerId, double RecencyDays, int Frequency, decimal Monetary, DateTimeOffset Since);
