using System.Globalization;

namespace CustomerSegmentation.Edge.Configuration;

/// <summary>Times as people write them in settings: 365d, 12h, 30m, 5s, or hh:mm:ss.</summary>
public static class Duration
{
    private const int MaxDays = 36_525;

    /// <summary>Reads a duration above zero, up to a hundred years.</summary>
    /// <param name="name">Of the setting, for the message.</param>
    /// <param name="text">What was written.</param>
    /// <param name="hint">What else it could be.</param>
    /// <exception cref="SettingsException">It is none.</exception>
    public static TimeSpan Parse(string name, string text, string hint = "")
    {
        ArgumentNullException.ThrowIfNull(text);
        var ticks = text.Length > 1 && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? Math.Round(number * TicksIn(text[^1]))
            : text.Contains(':') && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var clock) ? clock.Ticks : 0;
        return ticks switch
        {
            > MaxDays * (double)TimeSpan.TicksPerDay => throw new SettingsException(
                $"{name} is '{text}'; the longest time is a hundred years, {MaxDays}d."),
            >= 1 => TimeSpan.FromTicks((long)ticks),
            _ => throw new SettingsException(
                $"{name} is '{text}', which is not a time above zero.{(hint.Length > 0 ? hint : " It can be written as 7d, 12h, 30m or 5s.")}"),
        };
    }

    /// <summary>Zero for what is no unit.</summary>
    private static long TicksIn(char unit) => unit switch
    {
        'd' => TimeSpan.TicksPerDay,
        'h' => TimeSpan.TicksPerHour,
        'm' => TimeSpan.TicksPerMinute,
        's' => TimeSpan.TicksPerSecond,
        _ => 0,
    };
}
