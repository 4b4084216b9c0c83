namespace CustomerSegmentation;

/// <summary>Whether suites run against a silo that keeps its data in a file.</summary>
internal static class SiloOnFile
{
    /// <summary>Why they do not; null once they do.</summary>
    public static string? NotYet => null;
}
