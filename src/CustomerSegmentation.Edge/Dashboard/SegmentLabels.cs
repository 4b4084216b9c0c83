using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Edge.Dashboard;

/// <summary>What segments are called on pages.</summary>
internal static class SegmentLabels
{
    /// <summary>The current name of a segment; its id where there never was such a segment.</summary>
    public static string NameOf(this ISegmentationEngine engine, string segmentId) =>
        engine.SegmentDirectory.TryGetValue(segmentId, out var segment) ? segment.Name : segmentId;
}
