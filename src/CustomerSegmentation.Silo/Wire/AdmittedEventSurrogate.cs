using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Silo.Wire;

/// <summary>How an event travels between silos; the domain knows nothing of it.</summary>
[GenerateSerializer, Alias("admitted-event")]
internal struct AdmittedEventSurrogate
{
    [Id(0)] public string CustomerId;
    [Id(1)] public string EventId;
    [Id(2)] public ulong EventKey;
    [Id(3)] public uint ContentCheck;
    [Id(4)] public ulong OrderKey;
    [Id(5)] public byte Type;
    [Id(6)] public long OccurredAt;
    [Id(7)] public decimal Amount;
    [Id(8)] public long LetInAt;
    [Id(9)] public decimal OwnAmount;
    [Id(10)] public string? Currency;
    [Id(11)] public decimal Rate;
}

[RegisterConverter]
internal sealed class AdmittedEventConverter : IConverter<AdmittedEvent, AdmittedEventSurrogate>
{
    public AdmittedEvent ConvertFromSurrogate(in AdmittedEventSurrogate surrogate) => new(
        surrogate.CustomerId,
        surrogate.EventId,
        surrogate.EventKey,
        surrogate.ContentCheck,
        surrogate.OrderKey,
        (PurchaseEventType)surrogate.Type,
        surrogate.OccurredAt,
        surrogate.Currency is null ? surrogate.Amount : surrogate.OwnAmount)
    {
        LetInAt = surrogate.LetInAt,
        Exchange = surrogate.Currency is { } currency ? new(currency, surrogate.Rate) : null,
    };

    public AdmittedEventSurrogate ConvertToSurrogate(in AdmittedEvent value) => new()
    {
        CustomerId = value.CustomerId,
        EventId = value.EventId,
        EventKey = value.EventKey,
        ContentCheck = value.ContentCheck,
        OrderKey = value.OrderKey,
        Type = (byte)value.Type,
        OccurredAt = value.OccurredAt,
        Amount = value.Exchange?.Convert(value.Amount) ?? value.Amount, // what a silo of an earlier version knows of it
        OwnAmount = value.Exchange is null ? 0 : value.Amount,
        Currency = value.Exchange?.Currency,
        Rate = value.Exchange?.Rate ?? 0,
        LetInAt = value.LetInAt,
    };
}
