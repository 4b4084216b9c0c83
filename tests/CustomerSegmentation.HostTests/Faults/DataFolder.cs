namespace CustomerSegmentation.HostTests.Faults;

/// <summary>A data folder of a test's own; gone with the test.</summary>
internal sealed class DataFolder : IDisposable
{
    /// <summary>Its path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("segmentation-").FullName;

    /// <summary>The engine's file in it.</summary>
    public string File => System.IO.Path.Combine(Path, "segmentation.db");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
