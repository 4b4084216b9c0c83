using CustomerSegmentation.Edge.Configuration;

namespace CustomerSegmentation.Embedded;

/// <summary>Reads <see cref="EmbeddedOptions"/> from the configuration.</summary>
internal static class EmbeddedSettings
{
    /// <summary>The settings this host knows.</summary>
    public static IReadOnlyList<Setting> Known { get; } =
    [
        new("Data", "./data", "folder with the engine's file; one process owns it"),
        new("Demo", "off", "lets a simulated shop publish; needs no value; its folder is ./data/demo"),
        .. HostSettings.Known,
        new("Lanes", "processors", "loops that share the customers, 1 to 256"),
        new("JournalBytes", "67108864", "journal between checkpoints"),
    ];

    /// <summary>Where a demo keeps its data unless told otherwise: apart from a real shop's.</summary>
    private const string DemoData = "./data/demo";

    /// <summary>Whether a simulated shop is wanted.</summary>
    /// <exception cref="SettingsException">Nobody can tell.</exception>
    public static bool IsDemo(IConfiguration section) => section["Demo"] switch
    {
        null or "" => false,
        var text when bool.TryParse(text, out var demo) => demo,
        var text => throw new SettingsException($"Demo is '{text}'; it can be 'true' or 'false'."),
    };

    /// <exception cref="SettingsException">A setting makes no sense.</exception>
    public static EmbeddedOptions Read(IConfiguration section)
    {
        var defaults = new EmbeddedOptions();
        return defaults with
        {
            Data = section["Data"] is { Length: > 0 } folder ? folder : IsDemo(section) ? DemoData : defaults.Data,
            Lanes = HostSettings.Count(section, "Lanes", defaults.Lanes, most: 256),
            SweepEvery = HostSettings.SweepEvery(section, defaults.SweepEvery),
            EventsInFlight = HostSettings.Count(section, "EventsInFlight", defaults.EventsInFlight, most: 10_000_000),
            JournalBytes = HostSettings.Count(section, "JournalBytes", (int)defaults.JournalBytes, most: int.MaxValue),
        };
    }
}
