using System.Text.Json;
using System.Text.Unicode;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Edge.Events;

/// <summary>An event while its fields are being read. A field that comes again replaces the earlier value, good or bad.</summary>
internal struct EventDraft
{
    private const int Fields = 7;

    private string? _eventId;
    private PurchaseEventType _type;
    private string? _customerId;
    private string? _orderId;
    private DateTimeOffset? _occurredAt;
    private decimal? _amount;
    private string? _currency;
    private Refusal?[]? _refusals;

    private enum Field
    {
        EventId,
        Type,
        CustomerId,
        OrderId,
        OccurredAt,
        Amount,
        Currency,
    }

    /// <summary>The event id for an answer; null when it is missing or too long to be one.</summary>
    public readonly string? ShownEventId => _eventId?.Length <= 2 * EventValidator.MaxIdLength ? _eventId : null;

    /// <summary>Reads the value at the reader's position, to its end, as one event.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public PurchaseEvent? ReadElement(ref Utf8JsonReader json, ReadOnlySpan<byte> text, out Refusal? refusal)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            refusal = new(RefusalCodes.WrongType, $"An event must be an object, not {SafeJsonText.For(json.TokenType)}.");
            json.Skip();
            return null;
        }

        var from = (int)json.TokenStartIndex;
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            ReadField(ref json);
        }

        return Finish(text[from..(int)json.BytesConsumed], out refusal);
    }

    /// <summary>Reads the field whose name is at the reader's position, to the end of its value.</summary>
    public void ReadField(ref Utf8JsonReader json)
    {
        var field = FieldOf(in json);
        json.Read();
        if (field is not { } known)
        {
            json.Skip();
            return;
        }

        var refusal = Set(known, in json);
        if (refusal is not null || _refusals is not null)
        {
            _refusals ??= new Refusal?[Fields];
            _refusals[(int)known] = refusal;
        }

        json.Skip();
    }

    /// <summary>The event, or null with the first reason against it, in the contract's order of fields.</summary>
    public readonly PurchaseEvent? Finish(ReadOnlySpan<byte> raw, out Refusal? refusal)
    {
        refusal = Utf8.IsValid(raw)
            ? FirstRefusal()
            : new(RefusalCodes.MalformedJson, "The event is not valid UTF-8.");
        return refusal is null
            ? new(_eventId!, _type, _customerId!, _orderId!, _occurredAt!.Value, _amount!.Value, _currency)
            : null;
    }

    private readonly Refusal? FirstRefusal()
    {
        for (var field = Field.EventId; field <= Field.Currency; field++)
        {
            if (_refusals?[(int)field] is { } refusal)
            {
                return refusal;
            }

            var missing = field switch
            {
                Field.EventId => _eventId is null,
                Field.CustomerId => _customerId is null,
                Field.OrderId => _orderId is null,
                Field.OccurredAt => _occurredAt is null,
                Field.Amount => _amount is null,
                _ => false,
            };
            if (missing)
            {
                return new(RefusalCodes.MissingField, $"{NameOf(field)} is missing.");
            }
        }

        return null;
    }

    private Refusal? Set(Field field, in Utf8JsonReader json)
    {
        switch (field)
        {
            case Field.EventId:
                return SafeJsonText.ReadString(in json, "eventId", out _eventId);
            case Field.CustomerId:
                return SafeJsonText.ReadString(in json, "customerId", out _customerId);
            case Field.OrderId:
                return SafeJsonText.ReadString(in json, "orderId", out _orderId);
            case Field.Currency:
                return SafeJsonText.ReadString(in json, "currency", out _currency);
            case Field.Type:
                return EventFields.ReadType(in json, out _type);
            case Field.OccurredAt:
                return EventFields.ReadTime(in json, out _occurredAt);
            default:
                return EventFields.ReadAmount(in json, out _amount);
        }
    }

    private static Field? FieldOf(in Utf8JsonReader json)
    {
        for (var field = Field.EventId; field <= Field.Currency; field++)
        {
            if (SafeJsonText.NameIs(in json, Utf8NameOf(field)))
            {
                return field;
            }
        }

        return null;
    }

    private static ReadOnlySpan<byte> Utf8NameOf(Field field) => field switch
    {
        Field.EventId => "eventId"u8,
        Field.Type => "type"u8,
        Field.CustomerId => "customerId"u8,
        Field.OrderId => "orderId"u8,
        Field.OccurredAt => "occurredAt"u8,
        Field.Amount => "amount"u8,
        _ => "currency"u8,
    };

    private static string NameOf(Field field) => System.Text.Encoding.UTF8.GetString(Utf8NameOf(field));
}
