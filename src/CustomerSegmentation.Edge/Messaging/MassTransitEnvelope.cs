using System.Text.Json;
using CustomerSegmentation.Edge.Events;

namespace CustomerSegmentation.Edge.Messaging;

/// <summary>
/// Finds the message inside the JSON envelope that MassTransit puts around what it publishes
/// (<c>application/vnd.masstransit+json</c>). Content types are not trusted: shops write anything or nothing there.
/// </summary>
internal static class MassTransitEnvelope
{
    /// <summary>
    /// The range of the message in the body; the whole body when there is no envelope. An envelope is an object with
    /// an array <c>messageType</c> and an object <c>message</c>. Events ignore fields they do not know, so one may
    /// bear these two; it is told apart by its own fields, which no envelope has.
    /// </summary>
    public static Range Unwrap(ReadOnlySpan<byte> body)
    {
        // Nearly every body is plain and ends here, at the speed of a vectorised search.
        if (body.IndexOf("\"messageType\""u8) < 0)
        {
            return Range.All;
        }

        try
        {
            return FindMessage(body) ?? Range.All;
        }
        catch (JsonException)
        {
            // The reader of events says what is wrong with it.
            return Range.All;
        }
    }

    private static Range? FindMessage(ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        var start = body.StartsWith(mark) ? mark.Length : 0;
        var json = new Utf8JsonReader(body[start..], SafeJsonText.Options);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        Range? message = null;
        var isTyped = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (SafeJsonText.NameIs(json, "eventId"u8) || SafeJsonText.NameIs(json, "customerId"u8)
                || SafeJsonText.NameIs(json, "orderId"u8) || SafeJsonText.NameIs(json, "events"u8))
            {
                return null;
            }

            var isType = SafeJsonText.NameIs(json, "messageType"u8);
            var isMessage = SafeJsonText.NameIs(json, "message"u8);
            json.Read();
            isTyped |= isType && json.TokenType == JsonTokenType.StartArray;
            var isObject = json.TokenType == JsonTokenType.StartObject;
            var from = start + (int)json.TokenStartIndex;
            json.Skip();
            if (isMessage && isObject)
            {
                message = from..(start + (int)json.BytesConsumed);
            }
        }

        // Reads to the end, so that what follows the envelope is found to be malformed rather than passed over.
        json.Read();
        return isTyped ? message : null;
    }
}
