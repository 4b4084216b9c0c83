using System.Globalization;
using CustomerSegmentation.Edge.Configuration;

namespace CustomerSegmentation.Embedded;

/// <summary>Reads <see cref="EmbeddedOptions"/> from the configuration.</summary>
internal static class EmbeddedSettings
{
    /// <summary>The settings this host knows, by the first part of their names.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "Data", "Clock", "Window", "Currency", "Rates", "Rules", "MinimumCustomersToFit", "Refit", "RabbitMq", "ApiKeys",
        "AllowAnonymous", "Lanes", "SweepEvery", "EventsInFlight", "JournalBytes", "RecordTimeout", "Otlp",
    ];

    /// <summary>Where a demo keeps its data unless told otherwise: apart from a real shop's.</summary>
    private const string DemoData = "./data/demo";

    /// <summary>Whether a simulated shop is wanted.</summary>
    public static bool IsDemo(IConfiguration section) => bool.TryParse(section["Demo"], out var demo) && demo;

    /// <exception cref="SettingsException">A setting makes no sense.</exception>
    public static EmbeddedOptions Read(IConfiguration section)
    {
        var defaults = new EmbeddedOptions();
        return defaults with
        {
            Data = section["Data"] is { Length: > 0 } folder ? folder : IsDemo(section) ? DemoData : defaults.Data,
            Lanes = Count(section, "Lanes", defaults.Lanes, most: 256),
            SweepEvery = section["SweepEvery"] is { Length: > 0 } every ? Duration.Parse("SweepEvery", every) : defaults.SweepEvery,
            EventsInFlight = Count(section, "EventsInFlight", defaults.EventsInFlight, most: 10_000_000),
            JournalBytes = Count(section, "JournalBytes", (int)defaults.JournalBytes, most: int.MaxValue),
        };
    }

    private static int Count(IConfiguration section, string name, int otherwise, int most)
    {
        if (section[name] is not { Length: > 0 } text)
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1 && count <= most
            ? count
            : throw new SettingsException($"{name} is '{text}'; it must be a whole number from 1 to {most}.");
    }
}
