using System.Globalization;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Ledger;

/// <summary>The window and the hysteresis under which everyone on record was assessed.</summary>
public static class TermsOnRecord
{
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

    private static string Window(EngineOptions options) =>
        options.Window?.Ticks.ToString(CultureInfo.InvariantCulture) ?? "all";

    private static string Hysteresis(EngineOptions options) => options.Hysteresis is { } hysteresis
        ? string.Create(CultureInfo.InvariantCulture, $"{hysteresis.Margin:R} {hysteresis.MinimumDwell.Ticks}")
        : NoHysteresis;
}
