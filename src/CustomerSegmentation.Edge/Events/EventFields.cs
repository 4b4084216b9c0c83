using System.Text.Json;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Edge.Events;

/// <summary>The fields of an event that are more than text.</summary>
internal static class EventFields
{
    /// <summary>Longer than any time or amount may be, even with every character escaped.</summary>
    private const int MaxTextLength = 512;

    public static Refusal? ReadType(in Utf8JsonReader json, out PurchaseEventType type)
    {
        type = PurchaseEventType.Purchase;
        switch (json.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String when SafeJsonText.TextIs(in json, "purchase"u8):
                return null;
            case JsonTokenType.String when SafeJsonText.TextIs(in json, "refund"u8):
                type = PurchaseEventType.Refund;
                return null;
            case JsonTokenType.String:
                return new(RefusalCodes.InvalidType, "type must be \"purchase\" or \"refund\".");
            default:
                return SafeJsonText.WrongType("type", "a string", json.TokenType);
        }
    }

    public static Refusal? ReadTime(in Utf8JsonReader json, out DateTimeOffset? time)
    {
        time = null;
        if (json.TokenType is JsonTokenType.Null)
        {
            return null;
        }

        if (json.TokenType is not JsonTokenType.String)
        {
            return SafeJsonText.WrongType("occurredAt", "a string", json.TokenType);
        }

        Span<byte> buffer = stackalloc byte[MaxTextLength];
        if (!SafeJsonText.TryGetText(in json, buffer, out var text))
        {
            text = default;
        }

        if (Rfc3339.Parse(text, out var moment) is { } problem)
        {
            return new(RefusalCodes.InvalidTime, $"occurredAt {problem}.");
        }

        time = moment;
        return null;
    }

    public static Refusal? ReadAmount(in Utf8JsonReader json, out decimal? amount)
    {
        amount = null;
        if (json.TokenType is JsonTokenType.Null)
        {
            return null;
        }

        if (json.TokenType is not (JsonTokenType.Number or JsonTokenType.String))
        {
            return SafeJsonText.WrongType("amount", "a number or a decimal string", json.TokenType);
        }

        Span<byte> buffer = stackalloc byte[MaxTextLength];
        if (!SafeJsonText.TryGetText(in json, buffer, out var text))
        {
            text = default;
        }

        if (AmountText.Parse(text, json.TokenType is JsonTokenType.Number, out var value) is { } problem)
        {
            return new(RefusalCodes.InvalidAmount, $"amount {problem}.");
        }

        amount = value;
        return null;
    }
}
