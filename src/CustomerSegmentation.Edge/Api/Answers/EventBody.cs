using System.Text.Json.Serialization;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Edge.Api.Answers;

/// <summary>One purchase or refund, as the OpenAPI document shows it; <see cref="Events.EventReader"/> reads it.</summary>
/// <param name="EventId">1–200 characters; the key of idempotency within its customer.</param>
/// <param name="CustomerId">1–200 characters, no control characters.</param>
/// <param name="OrderId">1–200 characters, no control characters.</param>
/// <param name="OccurredAt">RFC 3339 with offset; not in the future.</param>
/// <param name="Amount">Zero or more, a number or a decimal string; what a refund gives back is positive too.</param>
/// <param name="Type">purchase (the default) or refund.</param>
/// <param name="Currency">ISO 4217; the reporting currency when left out.</param>
public sealed record EventBody(
    string EventId,
    string CustomerId,
    string OrderId,
    DateTimeOffset OccurredAt,
    [property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] decimal Amount,
    PurchaseEventType Type = PurchaseEventType.Purchase,
    string? Currency = null);
