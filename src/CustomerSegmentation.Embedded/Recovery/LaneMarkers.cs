namespace CustomerSegmentation.Embedded.Recovery;

/// <summary>Keys of the file's meta table that only an engine with lanes and pages needs.</summary>
internal static class LaneMarkers
{
    /// <summary>How many lanes the pages were written by.</summary>
    public const string Lanes = "lanes";

    /// <summary>When storage was last tried for its own sake.</summary>
    public const string Probed = "probed";
}
