using System.Globalization;

namespace CustomerSegmentation.Edge.Configuration;

/// <summary>Times as people write them in settings: 365d, 12h, 30m, 5s, or hh:mm:ss.</summary>
public static class Duration
{
    /// <summary>Reads a duration above zero.</summary>
    /// <param name="name">Of the setting, for the message.</param>
    /// <param name="text">What was written.</param>
    /// <param name="hint">What else it could be.</param>
    /// <exception cref="SettingsException">It is none.</exception>
    public static TimeSpan Parse(string name, string text, string hint = "")
    {
        ArgumentNullException.ThrowIfNull(text);
        var unit = text.Length > 1 ? text[^1] : '\0';
        TimeSpan? parsed = null;
        if (double.TryParse(text.AsSpan(0, Math.Max(0, text.Length - 1)), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number < 100_000)
        {
            parsed = unit switch
            {
                'd' => TimeSpan.FromDays(number),
                'h' => TimeSpan.FromHours(number),
                'm' => TimeSpan.FromMinutes(number),
                's' => TimeSpan.FromSeconds(number),
                _ => null,
            };
        }

        if (parsed is null && text.Contains(':') && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var clock))
        {
            parsed = clock;
        }

        return parsed is { } duration && duration > TimeSpan.Zero
            ? duration
            : throw new SettingsException(
                $"{name} is '{text}', which is not a time above zero.{(hint.Length > 0 ? hint : " It can be written as 7d, 12h, 30m or 5s.")}");
    }
}
