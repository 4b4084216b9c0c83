using System.Text.Json;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Edge.Events;

/// <summary>
/// Reads purchase events from JSON as the contract writes them. Field names are case-sensitive, unknown fields are
/// ignored, of a repeated field the last one counts (lists of events add up), null counts as missing. Nothing that is sent makes it throw.
/// </summary>
/// <remarks>
/// Checks form only. What an event may say (lengths of ids, times to come, currencies) is <see cref="EventValidator"/>'s.
/// </remarks>
public static class EventReader
{
    /// <summary>The most events that one message may hold.</summary>
    public const int MaxEventsPerMessage = 1_000;

    internal static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>
    /// Reads a body: one event, an array of events, or <c>{"events":[…]}</c>. An object with an <c>events</c> field
    /// that is not null is a list, whatever else it says.
    /// </summary>
    /// <param name="utf8">The body, with or without a byte order mark.</param>
    /// <param name="maxEvents">A body with more events is refused as a whole.</param>
    public static EventBatch Read(ReadOnlySpan<byte> utf8, int maxEvents = MaxEventsPerMessage)
    {
        var start = utf8.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        if (IsBlank(utf8[start..]))
        {
            return EventBatch.OfRefusedBody(utf8.Length, new(RefusalCodes.MalformedJson, "The body is empty."));
        }

        var body = new EventBody(utf8, start, maxEvents);
        try
        {
            return body.Read() is { } refusal ? EventBatch.OfRefusedBody(utf8.Length, refusal) : body.ToBatch();
        }
        catch (JsonException malformed)
        {
            return EventBatch.OfRefusedBody(utf8.Length, NotJson("The body", malformed));
        }
    }

    /// <summary>Reads a single event, such as a line of NDJSON.</summary>
    /// <param name="utf8">The line without its end, with or without a byte order mark.</param>
    /// <param name="index">Its position, for the refusal.</param>
    /// <param name="refused">Why the answer is null.</param>
    /// <returns>The event, or null when it is refused.</returns>
    public static PurchaseEvent? ReadLine(ReadOnlySpan<byte> utf8, int index, out RefusedEvent? refused)
    {
        var line = utf8.StartsWith(ByteOrderMark) ? utf8[ByteOrderMark.Length..] : utf8;
        var draft = default(EventDraft);
        Refusal? refusal;
        try
        {
            var json = new Utf8JsonReader(line, SafeJsonText.Options);
            json.Read();
            var purchase = draft.ReadElement(ref json, line, out refusal);
            // The text must end here: one more read finds anything that follows, and throws.
            json.Read();
            if (purchase is not null)
            {
                refused = null;
                return purchase;
            }
        }
        catch (JsonException malformed)
        {
            refusal = IsBlank(line)
                ? new(RefusalCodes.MalformedJson, "The event is empty.")
                : NotJson("The event", malformed);
        }

        refused = new(index, draft.ShownEventId, refusal!.Code, refusal.Reason);
        return null;
    }

    internal static bool IsBlank(ReadOnlySpan<byte> utf8) => utf8.IndexOfAnyExcept(" \t\r\n"u8) < 0;

    internal static Refusal NotJson(string what, JsonException malformed)
    {
        // The runtime ends its message with a position counted from 0; people count from 1.
        var position = malformed.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var message = position < 0 ? malformed.Message : malformed.Message[..position];
        return new(RefusalCodes.MalformedJson,
            $"{what} is not JSON at line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1}: {message}");
    }
}
