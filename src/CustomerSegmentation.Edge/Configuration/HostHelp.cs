using System.Reflection;
using System.Text;

namespace CustomerSegmentation.Edge.Configuration;

/// <summary>What a host says about itself instead of starting.</summary>
public static class HostHelp
{
    /// <summary>The help or the version, when one is asked for; otherwise null.</summary>
    /// <param name="args">As typed.</param>
    /// <param name="about">What the host does and how to start it, two examples included.</param>
    /// <param name="known">Its settings.</param>
    /// <param name="host">Bears the version.</param>
    public static string? Answer(IReadOnlyList<string> args, string about, IReadOnlyList<Setting> known, Assembly host)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(host);
        return args.Any(arg => arg is "--help" or "-h" or "-?") ? Help(about, known)
            : args.Contains("--version", StringComparer.Ordinal) ? Version(host)
            : null;
    }

    private static string Help(string about, IReadOnlyList<Setting> known)
    {
        var width = known.Max(setting => setting.Name.Length) + 4;
        var text = new StringBuilder(about).AppendLine().AppendLine().AppendLine("Options:");
        foreach (var setting in known)
        {
            text.Append("  ").Append(("--" + setting.Name).PadRight(width)).Append(setting.Meaning);
            text.AppendLine(setting.Default.Length > 0 ? $" [{setting.Default}]" : "");
        }

        return text.AppendLine()
            .Append("In the environment an option is Segmentation__Name, with __ for each colon. Times are written 7d, 12h, 30m or 5s.")
            .ToString();
    }

    private static string Version(Assembly host) =>
        host.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? host.GetName().Version?.ToString()
        ?? "unknown";
}
