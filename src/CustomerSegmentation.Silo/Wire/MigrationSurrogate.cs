using CustomerSegmentation.Customers;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Silo.Wire;

/// <summary>How a migration travels and how a customer's state keeps it until it is on record. Times are UTC ticks.</summary>
[GenerateSerializer, Alias("migration")]
internal struct MigrationSurrogate
{
    [Id(0)] public string CustomerId;
    [Id(1)] public int Sequence;
    [Id(2)] public string? From;
    [Id(3)] public string? To;
    [Id(4)] public byte Cause;
    [Id(5)] public int ModelVersion;
    [Id(6)] public long EffectiveAt;
    [Id(7)] public long RecordedAt;
    [Id(8)] public string? EventId;
    [Id(9)] public decimal? Monetary;
    [Id(10)] public double? RecencyDaysBefore;
    [Id(11)] public int FrequencyBefore;
    [Id(12)] public decimal MonetaryBefore;
}

[RegisterConverter]
internal sealed class MigrationConverter : IConverter<Migration, MigrationSurrogate>
{
    public Migration ConvertFromSurrogate(in MigrationSurrogate surrogate) => new(
        surrogate.CustomerId,
        surrogate.Sequence,
        surrogate.From,
        surrogate.To,
        (MigrationCause)surrogate.Cause,
        surrogate.ModelVersion,
        new(surrogate.EffectiveAt, TimeSpan.Zero),
        new(surrogate.RecordedAt, TimeSpan.Zero),
        surrogate.EventId,
        surrogate.Monetary)
    {
        Before = surrogate.RecencyDaysBefore is { } recencyDays
            ? new Rfm(recencyDays, surrogate.FrequencyBefore, surrogate.MonetaryBefore)
            : null,
    };

    public MigrationSurrogate ConvertToSurrogate(in Migration value) => new()
    {
        CustomerId = value.CustomerId,
        Sequence = value.Sequence,
        From = value.From,
        To = value.To,
        Cause = (byte)value.Cause,
        ModelVersion = value.ModelVersion,
        EffectiveAt = value.EffectiveAt.UtcTicks,
        RecordedAt = value.RecordedAt.UtcTicks,
        EventId = value.EventId,
        Monetary = value.Monetary,
        RecencyDaysBefore = value.Before?.RecencyDays,
        FrequencyBefore = value.Before?.Frequency ?? 0,
        MonetaryBefore = value.Before?.Monetary ?? 0,
    };
}
