using System.Globalization;
using System.Security.Cryptography;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>A data folder of a test's own; gone with the test.</summary>
internal sealed class DataFolder : IDisposable
{
    /// <summary>Its path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("segmentation-").FullName;

    /// <summary>The engine's file in it.</summary>
    public string File => System.IO.Path.Combine(Path, "segmentation.db");

    /// <summary>What lies in it, to the byte. The index of the log is no data: SQLite makes it anew from the log.</summary>
    public List<string> Contents() => [.. Directory.EnumerateFiles(Path).Order()
        .Where(file => System.IO.Path.GetExtension(file) is ".db" or ".db-wal" && new FileInfo(file).Length > 0)
        .Select(file => string.Create(CultureInfo.InvariantCulture,
            $"{System.IO.Path.GetFileName(file)} {new FileInfo(file).Length} {Convert.ToHexString(SHA256.HashData(System.IO.File.ReadAllBytes(file)))}"))];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
