using System.Globalization;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Segments;
using Microsoft.Extensions.Configuration;

namespace CustomerSegmentation.Edge.Configuration;

/// <summary>Reads <see cref="Hysteresis"/>.</summary>
internal static class HysteresisSettings
{
    /// <summary>Null when nothing is to hold anybody, in whatever words.</summary>
    /// <exception cref="SettingsException">A setting makes no sense.</exception>
    public static Hysteresis? Read(IConfigurationSection section)
    {
        var margin = section["Margin"] is { Length: > 0 } share ? Margin(share) : 0;
        var dwell = section["MinimumDwell"] is { Length: > 0 } time ? Dwell(time) : TimeSpan.Zero;
        return margin == 0 && dwell == TimeSpan.Zero ? null : new(margin, dwell);
    }

    private static double Margin(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var margin)
            && margin is >= 0 and <= Hysteresis.MaxMargin
            ? margin
            : throw new SettingsException(
                $"Hysteresis:Margin is '{text}'; it must be a number from 0 to {Hysteresis.MaxMargin}, such as 0.1.");

    private static TimeSpan Dwell(string text)
    {
        if (text is "none" or "0")
        {
            return TimeSpan.Zero;
        }

        var dwell = Duration.Parse("Hysteresis:MinimumDwell", text, " It can be a time such as '7d', or 'none'.");
        return dwell <= Hysteresis.MaxDwell
            ? dwell
            : throw new SettingsException(
                $"Hysteresis:MinimumDwell is '{text}'; the longest dwell is {Hysteresis.MaxDwell.Days}d.");
    }
}
