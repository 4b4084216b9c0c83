using System.Globalization;

namespace CustomerSegmentation.SiloBenchmarks.Harness;

/// <summary>Processor time that programs of a name have taken so far, theirs alone: what a path costs, whoever else is busy.</summary>
internal static class ProcessorTime
{
    private const double TicksPerSecond = 100; // USER_HZ of Linux

    /// <summary>Seconds of all running processes of a name.</summary>
    public static double Of(string name) => Directory.EnumerateDirectories("/proc")
        .Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
        .Sum(folder => Of(folder, name));

    private static double Of(string folder, string name)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            var end = stat.LastIndexOf(')');
            if (stat[(stat.IndexOf('(') + 1)..end] != name)
            {
                return 0;
            }

            var fields = stat[(end + 2)..].Split(' ');
            return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
        }
        catch (IOException)
        {
            return 0; // it has ended meanwhile
        }
    }
}
