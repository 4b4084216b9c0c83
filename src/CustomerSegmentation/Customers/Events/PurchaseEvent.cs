namespace CustomerSegmentation.Customers.Events;

/// <summary>What an event says of its order.</summary>
public enum PurchaseEventType : byte
{
    /// <summary>Money came in: adds to the order's value.</summary>
    Purchase,

    /// <summary>Money went back: takes from the order's value.</summary>
    Refund,
}

/// <summary>One purchase or refund as a shop reports it, before <see cref="EventValidator"/> has admitted it.</summary>
/// <param name="EventId">1–200 characters; the key of idempotency within its customer.</param>
/// <param name="Type">Purchase or refund.</param>
/// <param name="CustomerId">1–200 characters, no control characters.</param>
/// <param name="OrderId">1–200 characters, no control characters. An order is the set of events that share it.</param>
/// <param name="OccurredAt">When it happened in the shop.</param>
/// <param name="Amount">Zero or more, in <paramref name="Currency"/>; what a refund gives back is positive too.</param>
/// <param name="Currency">ISO 4217 code, or null for the reporting currency.</param>
public sealed record PurchaseEvent(
    string EventId,
    PurchaseEventType Type,
    string CustomerId,
    string OrderId,
    DateTimeOffset OccurredAt,
    decimal Amount,
    string? Currency = null);
