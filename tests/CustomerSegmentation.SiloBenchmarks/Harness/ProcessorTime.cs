using System.Globalization;

namespace CustomerSegmentation.SiloBenchmarks.Harness;

/// <summary>
/// Processor time that the servers which this program has started have taken so far: what a path costs, whoever else is busy.
/// </summary>
internal static class ProcessorTime
{
    private const double TicksPerSecond = 100; // USER_HZ of Linux

    /// <summary>Seconds of those that run under a name; null for every name.</summary>
    public static double OfServers(string? name = null)
    {
        var running = Directory.EnumerateDirectories("/proc")
            .Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
            .Select(Read)
            .OfType<Stat>()
            .ToDictionary(stat => stat.Id);
        return running.Values.Where(stat => (name is null || stat.Name == name) && IsOurs(stat)).Sum(stat => stat.Seconds);

        bool IsOurs(Stat stat) => stat.Parent == Environment.ProcessId || (running.TryGetValue(stat.Parent, out var parent) && IsOurs(parent));
    }

    private static Stat? Read(string folder)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            var end = stat.LastIndexOf(')');
            var fields = stat[(end + 2)..].Split(' ');
            return new(
                Number(Path.GetFileName(folder)),
                stat[(stat.IndexOf('(') + 1)..end],
                Number(fields[1]),
                (Number(fields[11]) + Number(fields[12])) / TicksPerSecond);
        }
        catch (IOException)
        {
            return null; // it has ended meanwhile
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Stat(int Id, string Name, int Parent, double Seconds);
}
