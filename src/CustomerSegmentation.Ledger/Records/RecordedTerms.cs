using System.Globalization;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Ledger.Records;

/// <summary>The window and the hysteresis under which everyone on record was assessed.</summary>
public static class RecordedTerms
{
    private const string AllTime = "all";
    private const string NoHysteresis = "none";

    /// <summary>Whether they are those of the options.</summary>
    public static bool Are(LedgerReader reader, EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(options);
        return reader.Meta(Markers.Window) == Window(options)
            && (reader.Meta(Markers.Hysteresis) ?? NoHysteresis) == Hysteresis(options);
    }

    /// <summary>Makes them those of the options.</summary>
    public static void Write(LedgerWriter writer, EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(options);
        writer.SetMeta(Markers.Window, Window(options));
        writer.SetMeta(Markers.Hysteresis, Hysteresis(options));
    }

    /// <summary>The options with the window and the hysteresis on record in place of their own, where there are any.</summary>
    public static EngineOptions Of(LedgerReader reader, EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(options);
        return reader.Meta(Markers.Window) is not { } window
            ? options
            : options with
            {
                Window = window == AllTime ? null : TimeSpan.FromTicks(long.Parse(window, CultureInfo.InvariantCulture)),
                Hysteresis = reader.Meta(Markers.Hysteresis)?.Split(' ') is [var margin, var dwell]
                    ? new(double.Parse(margin, CultureInfo.InvariantCulture), TimeSpan.FromTicks(long.Parse(dwell, CultureInfo.InvariantCulture)))
                    : null,
            };
    }

    private static string Window(EngineOptions options) =>
        options.Window?.Ticks.ToString(CultureInfo.InvariantCulture) ?? AllTime;

    private static string Hysteresis(EngineOptions options) => options.Hysteresis is { } hysteresis
        ? string.Create(CultureInfo.InvariantCulture, $"{hysteresis.Margin:R} {hysteresis.MinimumDwell.Ticks}")
        : NoHysteresis;
}
