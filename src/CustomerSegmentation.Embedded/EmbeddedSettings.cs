using CustomerSegmentation.Edge.Configuration;

namespace CustomerSegmentation.Embedded;

/// <summary>Reads <see cref="EmbeddedOptions"/> from the configuration.</summary>
internal static class EmbeddedSettings
{
    /// <summary>The settings this host knows.</summary>
    public static IReadOnlyList<Setting> Known { get; } =
    [
        .. DemoSettings.Known,
        .. HostSettings.Known,
        new("Lanes", "processors", "loops that share the customers, 1 to 256"),
        new("JournalBytes", "67108864", "journal between checkpoints"),
    ];

    /// <exception cref="SettingsException">A setting makes no sense.</exception>
    public static EmbeddedOptions Read(IConfiguration section)
    {
        var defaults = new EmbeddedOptions();
        return defaults with
        {
            Data = DemoSettings.DataFolder(section),
            Lanes = HostSettings.Count(section, "Lanes", defaults.Lanes, most: 256),
            SweepEvery = HostSettings.SweepEvery(section, defaults.SweepEvery),
            EventsInFlight = HostSettings.Count(section, "EventsInFlight", defaults.EventsInFlight, most: 10_000_000),
            JournalBytes = HostSettings.Count(section, "JournalBytes", (int)defaults.JournalBytes, most: int.MaxValue),
        };
    }
}
