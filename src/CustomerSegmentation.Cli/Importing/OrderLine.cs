using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Cli.Importing;

/// <summary>One usable row: a line of an order, or a whole order.</summary>
/// <param name="Number">The file's line.</param>
/// <param name="Type">Whether money came in or went back.</param>
/// <param name="CustomerId">Whose.</param>
/// <param name="OrderId">The order, or the invoice that takes goods back.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="IsDay">Whether the table tells only the day of it.</param>
/// <param name="Quantity">How many, above zero; 1 where the row has an amount instead.</param>
/// <param name="UnitPrice">What one costs, zero or more.</param>
/// <param name="Product">What was bought; null where the table does not say.</param>
/// <param name="EventId">Null where the table has none.</param>
/// <param name="Currency">ISO 4217 code; null for the engine's.</param>
internal sealed record OrderLine(
    long Number,
    PurchaseEventType Type,
    string CustomerId,
    string OrderId,
    DateTimeOffset OccurredAt,
    bool IsDay,
    decimal Quantity,
    decimal UnitPrice,
    string? Product,
    string? EventId,
    string? Currency)
{
    public decimal Amount => Quantity * UnitPrice;
}
