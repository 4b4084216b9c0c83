namespace CustomerSegmentation.Edge.Configuration;

/// <summary>
/// The hosts' command line: our settings are written without their section (<c>--Data ./shop</c> for
/// <c>Segmentation:Data</c>), those of ASP.NET as ever (<c>--urls</c>, <c>--Logging:LogLevel:Default</c>).
/// A name that nobody knows is an error: a mistyped one must not be ignored.
/// </summary>
public static class HostCommandLine
{
    private static readonly string[] Switches = ["demo"];

    private static readonly string[] Framework =
        ["urls", "environment", "applicationName", "Logging", "Kestrel", "AllowedHosts", "http_ports", "https_ports"];

    /// <summary>The arguments as the configuration of .NET wants them.</summary>
    /// <param name="args">As typed.</param>
    /// <param name="known">The settings in our section.</param>
    /// <exception cref="SettingsException">An argument has no known name, or no value.</exception>
    public static string[] Expand(IReadOnlyList<string> args, IReadOnlyList<Setting> known)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(known);
        var expanded = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                throw new SettingsException($"'{args[i]}' is not an option. Options begin with --; --help lists them.");
            }

            var (name, value) = args[i][2..].Split('=', 2) is [var before, var after]
                ? (before, (string?)after)
                : (args[i][2..], null);
            if (Switches.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                expanded.Add($"--{EngineSettings.Section}:{name}={value ?? "true"}");
                continue;
            }

            value ??= i + 1 < args.Count && !args[i + 1].StartsWith("--", StringComparison.Ordinal)
                ? args[++i]
                : throw new SettingsException($"--{name} needs a value.");
            expanded.Add($"--{FullName(name, known)}={value}");
        }

        return [.. expanded];
    }

    private static string FullName(string name, IReadOnlyList<Setting> known)
    {
        var prefix = EngineSettings.Section + ":";
        var bare = name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? name[prefix.Length..] : name;
        if (KnownSettings.IsKnown(bare, known))
        {
            return prefix + bare;
        }

        return Framework.Contains(bare.Split(':', 2)[0], StringComparer.OrdinalIgnoreCase)
            ? name
            : throw new SettingsException(
                $"There is no option --{name}; the nearest are {KnownSettings.Nearest(bare, known, prefix: "--")}. --help lists all of them.");
    }
}
