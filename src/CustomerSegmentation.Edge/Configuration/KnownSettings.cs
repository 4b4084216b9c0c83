using Microsoft.Extensions.Configuration;

namespace CustomerSegmentation.Edge.Configuration;

/// <summary>
/// The settings of a section, checked against those that a host knows: a mistyped one must not be ignored, wherever it
/// was written.
/// </summary>
public static class KnownSettings
{
    private const int MaxSuggestions = 3;

    /// <summary>The section, once every name in it is known.</summary>
    /// <exception cref="SettingsException">One is not.</exception>
    public static IConfigurationSection Of(IConfigurationSection section, IReadOnlyList<Setting> known)
    {
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(known);
        foreach (var (name, value) in section.AsEnumerable(makePathsRelative: true))
        {
            // Without a value it may be a group, such as an empty "RabbitMq": {} in a file.
            var isGroup = string.IsNullOrEmpty(value)
                && known.Any(setting => setting.Name.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase));
            if (name.Length > 0 && !isGroup && !IsKnown(name, known))
            {
                throw new SettingsException(
                    $"There is no setting {section.Path}:{name}; the nearest are {Nearest(name, known, prefix: "")}. --help lists all of them.");
            }
        }

        return section;
    }

    internal static bool IsKnown(string name, IReadOnlyList<Setting> known) => known.Any(setting => setting.Matches(name));

    /// <summary>The names that were perhaps meant, nearest first.</summary>
    internal static string Nearest(string name, IReadOnlyList<Setting> known, string prefix) =>
        string.Join(", ", known.Select(setting => setting.Name)
            .OrderBy(candidate => candidate.EndsWith(":" + name, StringComparison.OrdinalIgnoreCase) ? 0 : Distance(name, candidate))
            .Take(MaxSuggestions)
            .Select(candidate => prefix + candidate));

    /// <summary>How many letters to add, drop or change (Levenshtein), whatever their case.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        foreach (var letter in a)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToUpperInvariant(letter) == char.ToUpperInvariant(b[j - 1]);
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
