using System.CommandLine.Parsing;
using System.Globalization;

namespace CustomerSegmentation.Cli;

/// <summary>Times and spans of time as people type and read them.</summary>
internal static class TimeText
{
    /// <summary>A number and a unit: 90s, 30m, 12h, 365d. 0 needs no unit.</summary>
    public static bool TryParseSpan(string text, out TimeSpan span)
    {
        span = default;
        if (text == "0")
        {
            return true;
        }

        var seconds = text.Length < 2 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3_600, 'd' => 86_400, _ => 0 };
        if (seconds == 0 || !double.TryParse(
            text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number * seconds > TimeSpan.FromDays(36_500).TotalSeconds)
        {
            return false;
        }

        span = TimeSpan.FromSeconds(number * seconds);
        return true;
    }

    /// <summary>A parser for options that take a span.</summary>
    public static TimeSpan? ParseSpan(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (TryParseSpan(text, out var span))
        {
            return span;
        }

        result.AddError($"'{text}' is not a span of time: write a number and s, m, h or d, as in 90s or 365d.");
        return null;
    }

    /// <summary>A parser for options that take a moment: a date, or a time with offset; UTC where none is given.</summary>
    public static DateTimeOffset? ParseMoment(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"],
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            return moment;
        }

        result.AddError($"'{text}' is not a time: write a date (2026-11-20) or a time (2026-11-20T10:15:00Z).");
        return null;
    }

    public static string Show(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
