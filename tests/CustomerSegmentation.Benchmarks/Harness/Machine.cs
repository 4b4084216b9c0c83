using System.Runtime.InteropServices;

namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>The machine in a few lines: numbers mean nothing without it.</summary>
internal static class Machine
{
    public static string Describe(string folder) => $"""
        {Environment.ProcessorCount} cores, {Line("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString()}, {Memory()}
        {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}
        data on {FileSystemOf(folder)} ({folder})
        """;

    /// <summary>Running and waiting processes, averaged over 1, 5 and 15 minutes; ours among them.</summary>
    public static string Load() => File.Exists("/proc/loadavg")
        ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3])
        : "unknown";

    /// <summary>Kind of file system that a folder lies on: the longest mount point that its path begins with.</summary>
    public static string FileSystemOf(string folder) => DriveInfo.GetDrives()
        .Where(drive => (Path.GetFullPath(folder) + "/").StartsWith(drive.Name.TrimEnd('/') + "/", StringComparison.Ordinal))
        .MaxBy(drive => drive.Name.Length)?.DriveFormat ?? "an unknown file system";

    private static string Memory() =>
        $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30):0.0} GiB of memory";

    private static string? Line(string file, string name) => File.Exists(file)
        ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(": ", 2)[1]
        : null;
}
