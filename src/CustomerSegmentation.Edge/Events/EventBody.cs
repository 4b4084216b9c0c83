using System.Text.Json;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Edge.Events;

/// <summary>One pass over a body that gathers its events.</summary>
internal ref struct EventBody(ReadOnlySpan<byte> utf8, int start, int maxEvents)
{
    private readonly ReadOnlySpan<byte> _json = utf8[start..];
    private readonly List<PurchaseEvent> _events = [];
    private readonly List<int> _indexes = [];
    private readonly List<RefusedEvent> _refused = [];
    private readonly List<Range> _slices = [];
    private EventDraft _draft;

    /// <summary>Why the body as a whole is refused; null when its events were read.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public Refusal? Read()
    {
        var json = new Utf8JsonReader(_json, SafeJsonText.Options);
        json.Read();
        var refusal = json.TokenType switch
        {
            JsonTokenType.StartArray => ReadArray(ref json),
            JsonTokenType.StartObject => ReadObject(ref json),
            _ => new(RefusalCodes.WrongType,
                $"The body must be an event, an array of events or {{\"events\":[…]}}, not {SafeJsonText.For(json.TokenType)}."),
        };

        // The text must end here: one more read finds anything that follows, and throws.
        if (refusal is null)
        {
            json.Read();
        }

        return refusal;
    }

    public readonly EventBatch ToBatch() => new(_events, _indexes, _refused, _slices, BodyRefused: false);

    private Refusal? ReadArray(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (_slices.Count == maxEvents)
            {
                return new(RefusalCodes.TooManyEvents,
                    $"The body holds more than {maxEvents} events; none of them was read. Send them in several bodies.");
            }

            var from = (int)json.TokenStartIndex;
            _draft = default;
            Add(_draft.ReadElement(ref json, _json, out var refusal), refusal, from, (int)json.BytesConsumed);
        }

        return null;
    }

    /// <summary>An event, or the object around a list; which of them shows only when all its fields were seen.</summary>
    private Refusal? ReadObject(ref Utf8JsonReader json)
    {
        var from = (int)json.TokenStartIndex;
        var isList = false;
        var lone = default(EventDraft);
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            if (!SafeJsonText.NameIs(in json, "events"u8))
            {
                lone.ReadField(ref json);
                continue;
            }

            json.Read();
            if (json.TokenType == JsonTokenType.Null)
            {
                continue;
            }

            if (json.TokenType != JsonTokenType.StartArray)
            {
                return SafeJsonText.WrongType("events", "an array", json.TokenType);
            }

            // A second list is added to the first: one that is too long to be held may be recorded by now.
            isList = true;
            if (ReadArray(ref json) is { } refusal)
            {
                return refusal;
            }
        }

        if (!isList)
        {
            _draft = lone;
            var to = (int)json.BytesConsumed;
            Add(_draft.Finish(_json[from..to], out var refusal), refusal, from, to);
        }

        return null;
    }

    private readonly void Add(PurchaseEvent? purchase, Refusal? refusal, int from, int to)
    {
        var index = _slices.Count;
        _slices.Add((start + from)..(start + to));
        if (purchase is null)
        {
            _refused.Add(new(index, _draft.ShownEventId, refusal!.Code, refusal.Reason));
        }
        else
        {
            _events.Add(purchase);
            _indexes.Add(index);
        }
    }
}
