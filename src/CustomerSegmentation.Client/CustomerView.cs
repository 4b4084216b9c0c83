using Orleans;

namespace CustomerSegmentation.Client;

/// <summary>A customer as of a moment. Moments are in UTC.</summary>
/// <param name="CustomerId">Who.</param>
/// <param name="AsOf">The moment the figures are true for: the engine's now.</param>
/// <param name="RecencyDays">Days since the newest counting order, with fraction; null when no order counts.</param>
/// <param name="Frequency">Number of counting orders in the window.</param>
/// <param name="Monetary">Sum of their values, in <paramref name="Currency"/>.</param>
/// <param name="Currency">The engine's reporting currency, ISO 4217.</param>
/// <param name="FirstPurchaseAt">The first purchase there ever was; null when only refunds are known.</param>
/// <param name="LastPurchaseAt">When the newest order was made, counting or not.</param>
/// <param name="Segment">Null for a lapsed customer, of whom no order counts.</param>
/// <param name="Alternatives">The other segments by falling confidence.</param>
/// <param name="Next">What happens, and when, unless the customer buys; null when nothing ever will.</param>
[GenerateSerializer, Immutable, Alias("segmentation.customer")]
public sealed record CustomerView(
    [property: Id(0)] string CustomerId,
    [property: Id(1)] DateTimeOffset AsOf,
    [property: Id(2)] double? RecencyDays,
    [property: Id(3)] int Frequency,
    [property: Id(4)] decimal Monetary,
    [property: Id(5)] string Currency,
    [property: Id(6)] DateTimeOffset? FirstPurchaseAt,
    [property: Id(7)] DateTimeOffset? LastPurchaseAt,
    [property: Id(8)] Membership? Segment,
    [property: Id(9)] IReadOnlyList<AlternativeSegment> Alternatives,
    [property: Id(10)] NextChange? Next);

/// <summary>The segment that a customer is in.</summary>
/// <param name="Id">Outlives the model that made the segment.</param>
/// <param name="Name">What people call it today.</param>
/// <param name="Since">Since when they are in it.</param>
/// <param name="Cause">Why they came in.</param>
/// <param name="ModelVersion">The model that decided.</param>
/// <param name="Confidence">
/// 0 to 1. The model may be surer of an alternative, where hysteresis keeps the customer in the segment.
/// </param>
[GenerateSerializer, Immutable, Alias("segmentation.membership")]
public sealed record Membership(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] DateTimeOffset Since,
    [property: Id(3)] MigrationCause Cause,
    [property: Id(4)] int ModelVersion,
    [property: Id(5)] double Confidence);

/// <summary>A segment that a customer is not in.</summary>
/// <param name="Id">Outlives the model that made the segment.</param>
/// <param name="Name">What people call it today.</param>
/// <param name="Confidence">How near it is, 0 to 1.</param>
[GenerateSerializer, Immutable, Alias("segmentation.alternative")]
public sealed record AlternativeSegment(
    [property: Id(0)] string Id, [property: Id(1)] string Name, [property: Id(2)] double Confidence);

/// <summary>The change that time alone will bring.</summary>
/// <param name="Id">The segment then; null when the customer will lapse.</param>
/// <param name="Name">What people call it today; null when the customer will lapse.</param>
/// <param name="At">When, exact to the second.</param>
[GenerateSerializer, Immutable, Alias("segmentation.next")]
public sealed record NextChange(
    [property: Id(0)] string? Id, [property: Id(1)] string? Name, [property: Id(2)] DateTimeOffset At);
