using System.Globalization;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Ledger.Records;

/// <summary>A migration as the database gives it.</summary>
internal sealed class MigrationRow
{
    public long Id { get; init; }

    public string Customer { get; init; } = "";

    public long Sequence { get; init; }

    public string? FromSegment { get; init; }

    public string? ToSegment { get; init; }

    public long Cause { get; init; }

    public long ModelVersion { get; init; }

    public long EffectiveAt { get; init; }

    public long RecordedAt { get; init; }

    public string? EventId { get; init; }

    public double? Monetary { get; init; }

    public string? RfmBefore { get; init; }

    public Migration ToMigration() => new(
        Customer,
        (int)Sequence,
        FromSegment,
        ToSegment,
        (MigrationCause)Cause,
        (int)ModelVersion,
        new(EffectiveAt, TimeSpan.Zero),
        new(RecordedAt, TimeSpan.Zero),
        EventId,
        Monetary is { } monetary ? Money.Normal((decimal)monetary) : null)
    {
        Before = RfmText.Parse(RfmBefore),
    };
}

/// <summary>Where a page of migrations ended.</summary>
internal sealed record MigrationCursor(long EffectiveAt, long Id)
{
    /// <exception cref="InvalidCursorException">The text is not a cursor.</exception>
    public static MigrationCursor Parse(string text)
    {
        var parts = text.Split('-');
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var effective)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                ? new(effective, id)
                : throw new InvalidCursorException(text);
    }

    public override string ToString() => $"{EffectiveAt}-{Id}";
}
