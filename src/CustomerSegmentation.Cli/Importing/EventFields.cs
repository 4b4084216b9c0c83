namespace CustomerSegmentation.Cli.Importing;

/// <summary>What an imported table can tell of an event.</summary>
internal static class EventFields
{
    public const string CustomerId = "customerId";
    public const string OrderId = "orderId";
    public const string OccurredAt = "occurredAt";
    public const string Amount = "amount";
    public const string Quantity = "quantity";
    public const string UnitPrice = "unitPrice";
    public const string Type = "type";
    public const string EventId = "eventId";
    public const string Currency = "currency";

    public static IReadOnlyList<string> All { get; } =
        [CustomerId, OrderId, OccurredAt, Amount, Quantity, UnitPrice, Type, EventId, Currency];

    public static IReadOnlyList<string> Optional { get; } = [Type, EventId, Currency];
}
