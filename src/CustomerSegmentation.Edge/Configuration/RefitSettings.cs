using System.Globalization;
using CustomerSegmentation.Engine;
using Microsoft.Extensions.Configuration;

namespace CustomerSegmentation.Edge.Configuration;

/// <summary>Reads <see cref="RefitOptions"/>.</summary>
internal static class RefitSettings
{
    private static readonly string[] Names = ["Every", "Drift", "DriftCooldown", "Publish", "LeastHistory", "Gates"];
    private static readonly string[] GateNames = ["SmallestShare", "Silhouette", "Drift"];

    /// <exception cref="SettingsException">A setting makes no sense.</exception>
    public static RefitOptions Read(IConfigurationSection section)
    {
        Known(section, Names);
        var gates = section.GetSection("Gates");
        Known(gates, GateNames);
        var defaults = new RefitOptions();
        return defaults with
        {
            Every = section["Every"] switch
            {
                null or "" => defaults.Every,
                "never" => null,
                var text => Duration.Parse("Refit:Every", text, " It can be a time such as '7d', or 'never'."),
            },
            Drift = section["Drift"] switch
            {
                null or "" => defaults.Drift,
                "never" => null,
                _ => Figure(section, "Drift", 0, double.MaxValue, " It can be a number such as 0.25, or 'never'."),
            },
            DriftCooldown = section["DriftCooldown"] is { Length: > 0 } cooldown
                ? Duration.Parse("Refit:DriftCooldown", cooldown)
                : defaults.DriftCooldown,
            Publish = section["Publish"] switch
            {
                null or "" => defaults.Publish,
                var text when Enum.TryParse<RefitPublish>(text, ignoreCase: true, out var publish) && char.IsLetter(text[0]) => publish,
                var text => throw new SettingsException($"Refit:Publish is '{text}'; it can be 'approve' or 'auto'."),
            },
            LeastHistory = section["LeastHistory"] is { Length: > 0 } history
                ? Duration.Parse("Refit:LeastHistory", history)
                : defaults.LeastHistory,
            Gates = defaults.Gates with
            {
                SmallestShare = Figure(gates, "SmallestShare", 0, 1) ?? defaults.Gates.SmallestShare,
                Silhouette = Figure(gates, "Silhouette", -1, 1) ?? defaults.Gates.Silhouette,
                Drift = Figure(gates, "Drift", 0, double.MaxValue) ?? defaults.Gates.Drift,
            },
        };
    }

    /// <summary>A gate that is mistyped would be one that nobody keeps.</summary>
    private static void Known(IConfigurationSection section, string[] names)
    {
        if (section.GetChildren().FirstOrDefault(child => !names.Contains(child.Key, StringComparer.OrdinalIgnoreCase)) is { } other)
        {
            throw new SettingsException($"There is no setting {section.Key}:{other.Key}; there are {string.Join(", ", names)}.");
        }
    }

    private static double? Figure(IConfigurationSection section, string name, double least, double most, string hint = "")
    {
        if (section[name] is not { Length: > 0 } text)
        {
            return null;
        }

        var full = section.Key == "Gates" ? $"Refit:Gates:{name}" : $"Refit:{name}";
        var range = most < double.MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"from {least} to {most}")
            : string.Create(CultureInfo.InvariantCulture, $"of at least {least}");
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var figure) && figure >= least && figure <= most
            ? figure
            : throw new SettingsException($"{full} is '{text}'; it must be a number {range}.{hint}");
    }
}
