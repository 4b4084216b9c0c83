namespace CustomerSegmentation.Migrations;

/// <summary>Which moves to look at, by the segments they are between. A null asks for nothing.</summary>
/// <param name="From">Left this one.</param>
/// <param name="To">Entered this one.</param>
/// <param name="Either">Left or entered this one.</param>
public sealed record SegmentFilter(string? From = null, string? To = null, string? Either = null)
{
    /// <summary>In a filter, the word for being in no segment. No segment has this id.</summary>
    public const string None = "none";

    /// <summary>Every move.</summary>
    public static SegmentFilter All { get; } = new();

    /// <summary>Whether a move between two segments, null for none, is looked at.</summary>
    public bool Admits(string? from, string? to) =>
        Fits(From, from) && Fits(To, to) && (Fits(Either, from) || Fits(Either, to));

    private static bool Fits(string? asked, string? segment) =>
        asked is null || string.Equals(asked, segment ?? None, StringComparison.Ordinal);
}
