using Orleans;

namespace CustomerSegmentation.Client;

/// <summary>What an event says of its order.</summary>
public enum PurchaseType : byte
{
    /// <summary>Money came in: adds to the order's value.</summary>
    Purchase = 0,

    /// <summary>Money went back: takes from the order's value.</summary>
    Refund = 1,
}

/// <summary>A purchase or a refund. An order is the set of events with one order id.</summary>
/// <param name="EventId">1–200 characters. The key of idempotency within its customer: the same event counts once, for ever.</param>
/// <param name="CustomerId">1–200 characters, no control characters.</param>
/// <param name="OrderId">1–200 characters, no control characters.</param>
/// <param name="OccurredAt">When it happened in the shop; more than five minutes in the future is refused.</param>
/// <param name="Amount">
/// Zero or more, at most 15 digits before and 4 after the point, in <paramref name="Currency"/>. What a refund gives back is
/// positive too.
/// </param>
/// <param name="Type">Whether money came in or went back.</param>
/// <param name="Currency">ISO 4217, such as <c>EUR</c>; null for the engine's reporting currency.</param>
[GenerateSerializer, Immutable, Alias("segmentation.purchase")]
public sealed record PurchaseEvent(
    [property: Id(0)] string EventId,
    [property: Id(1)] string CustomerId,
    [property: Id(2)] string OrderId,
    [property: Id(3)] DateTimeOffset OccurredAt,
    [property: Id(4)] decimal Amount,
    [property: Id(5)] PurchaseType Type = PurchaseType.Purchase,
    [property: Id(6)] string? Currency = null);
