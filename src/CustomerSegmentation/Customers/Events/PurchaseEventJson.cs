using System.Buffers;
using System.Text.Json;

namespace CustomerSegmentation.Customers.Events;

/// <summary>Writes events the way shops send them: the JSON of the contract, times in UTC.</summary>
public static class PurchaseEventJson
{
    private static readonly JsonEncodedText EventId = JsonEncodedText.Encode("eventId");
    private static readonly JsonEncodedText Type = JsonEncodedText.Encode("type");
    private static readonly JsonEncodedText Purchase = JsonEncodedText.Encode("purchase");
    private static readonly JsonEncodedText Refund = JsonEncodedText.Encode("refund");
    private static readonly JsonEncodedText CustomerId = JsonEncodedText.Encode("customerId");
    private static readonly JsonEncodedText OrderId = JsonEncodedText.Encode("orderId");
    private static readonly JsonEncodedText OccurredAt = JsonEncodedText.Encode("occurredAt");
    private static readonly JsonEncodedText Amount = JsonEncodedText.Encode("amount");
    private static readonly JsonEncodedText Currency = JsonEncodedText.Encode("currency");
    private static readonly JsonEncodedText Events = JsonEncodedText.Encode("events");

    /// <summary>One event as an object.</summary>
    public static void Write(Utf8JsonWriter writer, PurchaseEvent purchase)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(purchase);
        writer.WriteStartObject();
        writer.WriteString(EventId, purchase.EventId);
        writer.WriteString(Type, purchase.Type == PurchaseEventType.Refund ? Refund : Purchase);
        writer.WriteString(CustomerId, purchase.CustomerId);
        writer.WriteString(OrderId, purchase.OrderId);
        writer.WriteString(OccurredAt, purchase.OccurredAt.UtcDateTime);
        writer.WriteNumber(Amount, purchase.Amount);
        if (purchase.Currency is not null)
        {
            writer.WriteString(Currency, purchase.Currency);
        }

        writer.WriteEndObject();
    }

    /// <summary>One message: the event itself, or several as <c>{"events":[…]}</c>.</summary>
    public static void WriteMessage(IBufferWriter<byte> output, IReadOnlyList<PurchaseEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        using var writer = new Utf8JsonWriter(output);
        if (events.Count == 1)
        {
            Write(writer, events[0]);
            return;
        }

        writer.WriteStartObject();
        writer.WriteStartArray(Events);
        foreach (var purchase in events)
        {
            Write(writer, purchase);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>A line for each event (NDJSON).</summary>
    public static void WriteLines(IBufferWriter<byte> output, IEnumerable<PurchaseEvent> events)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(events);
        using var writer = new Utf8JsonWriter(output);
        foreach (var purchase in events)
        {
            Write(writer, purchase);
            writer.Flush();
            output.Write("\n"u8);
            writer.Reset();
        }
    }
}
