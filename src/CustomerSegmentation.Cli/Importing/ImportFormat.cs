using System.Globalization;
using System.Text;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Cli.Importing;

/// <summary>How the file writes what a table cannot say by itself.</summary>
/// <param name="Map">Column by field.</param>
/// <param name="Currency">ISO 4217 code of amounts without a currency column; null for the engine's.</param>
/// <param name="TimeZone">Of times without an offset.</param>
/// <param name="TimeFormat">A .NET format of times; null for ISO 8601.</param>
/// <param name="DecimalComma">Whether 12,50 is twelve and a half.</param>
/// <param name="PurchasesOnly">Whether refunds are left out.</param>
/// <param name="Only">The lines that count; null for all.</param>
internal sealed record ImportFormat(
    IReadOnlyDictionary<string, string> Map,
    string? Currency,
    TimeZoneInfo TimeZone,
    string? TimeFormat = null,
    bool DecimalComma = false,
    bool PurchasesOnly = false,
    OnlyLines? Only = null)
{
    private static readonly string[] Iso =
    [
        "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd HH:mm:ssK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd",
    ];

    // The workbook as UCI publishes it writes times the American way.
    private static readonly string[] Retail = [.. Iso, "M/d/yyyy H:mm"];

    private static readonly NumberFormatInfo CommaNumbers = new() { NumberDecimalSeparator = ",", NumberGroupSeparator = "." };

    public static ImportFormat Default { get; } =
        new(new Dictionary<string, string>(), Currency: null, TimeZoneInfo.Utc);

    /// <summary>Whether times can be read by a .NET format.</summary>
    public static bool IsTimeFormat(string format)
    {
        var sample = new DateTime(2026, 11, 22, 13, 45, 56, DateTimeKind.Utc);
        try
        {
            return DateTime.TryParseExact(
                sample.ToString(format, CultureInfo.InvariantCulture), format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var read)
                && read.Date == sample.Date;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>Reads a time.</summary>
    /// <param name="text">The cell.</param>
    /// <param name="isRetail">Whether the table is Online Retail, which has a way of its own.</param>
    /// <param name="moment">In UTC.</param>
    /// <param name="isDay">Whether the cell tells a day and no time of it: a date alone, or midnight, as databases and spreadsheets write a date.</param>
    public bool TryParseTime(string text, bool isRetail, out DateTimeOffset moment, out bool isDay)
    {
        if (TimeFormat is null && Rfc3339.Parse(Encoding.UTF8.GetBytes(text), out moment) is null)
        {
            isDay = text.AsSpan(11, 8) is "00:00:00" && moment.Ticks % TimeSpan.TicksPerSecond == 0;
            return true; // what can be sent over HTTP can be imported
        }

        string[] formats = TimeFormat is not null ? [TimeFormat] : isRetail ? Retail : Iso;
        (moment, isDay) = (default, false);
        if (!DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time))
        {
            return false;
        }

        if (time.Kind != DateTimeKind.Unspecified)
        {
            moment = new DateTimeOffset(time).ToUniversalTime();
            isDay = DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var written)
                && written.TimeOfDay == TimeSpan.Zero;
            return true;
        }

        // An hour that a clock skips in spring counts by the offset before it. At the ends of the calendar there may be no
        // such moment in UTC.
        var ticks = time.Ticks - TimeZone.GetUtcOffset(time).Ticks;
        var isMoment = ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks;
        moment = isMoment ? new(ticks, TimeSpan.Zero) : default;
        isDay = time.TimeOfDay == TimeSpan.Zero;
        return isMoment;
    }

    public bool TryParseNumber(string text, out decimal number) => decimal.TryParse(
        text,
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
        DecimalComma ? CommaNumbers : NumberFormatInfo.InvariantInfo,
        out number);
}

/// <summary>The lines that count: those that have one of some values in a column, whatever the case.</summary>
internal sealed record OnlyLines(string Column, IReadOnlyList<string> Values);
