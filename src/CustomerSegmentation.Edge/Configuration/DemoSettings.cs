using Microsoft.Extensions.Configuration;

namespace CustomerSegmentation.Edge.Configuration;

/// <summary>Whether a simulated shop is wanted, and what follows from that for where data is kept: the same in every host.</summary>
public static class DemoSettings
{
    /// <summary>Where a demo keeps its data unless told otherwise: apart from a real shop's.</summary>
    private const string DemoData = "./data/demo";

    private const string Data = "./data";

    /// <summary>The settings of every host that keeps its data in a folder and can show a demo.</summary>
    public static IReadOnlyList<Setting> Known { get; } =
    [
        new("Data", Data, "folder with the engine's file; one process owns it"),
        new("Demo", "off", $"lets a simulated shop publish; needs no value; its folder is {DemoData}"),
    ];

    /// <summary>Whether a simulated shop is wanted.</summary>
    /// <exception cref="SettingsException">Nobody can tell.</exception>
    public static bool IsWanted(IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return section["Demo"] switch
        {
            null or "" => false,
            var text when bool.TryParse(text, out var demo) => demo,
            var text => throw new SettingsException($"Demo is '{text}'; it can be 'true' or 'false'."),
        };
    }

    /// <summary>The folder with the engine's file.</summary>
    /// <exception cref="SettingsException">Nobody can tell whether it is a demo's.</exception>
    public static string DataFolder(IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return section["Data"] is { Length: > 0 } folder ? folder : IsWanted(section) ? DemoData : Data;
    }
}
