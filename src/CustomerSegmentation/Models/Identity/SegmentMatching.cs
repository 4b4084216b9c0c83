namespace CustomerSegmentation.Models.Identity;

/// <summary>
/// Which cluster of a fit continues which segment in force: the optimal assignment on Jaccard overlap, one to one.
/// </summary>
/// <remarks>
/// Jaccard and not a share of either side, since a large cluster would swallow the names of small segments and a
/// small one could claim a large segment's. A pair below <see cref="MinOverlap"/> counts for nothing, so that it
/// can neither carry a name over nor push a better pair aside.
/// </remarks>
public sealed class SegmentMatching
{
    /// <summary>
    /// Less overlap carries no identity over. Two groups of equal size that share half of their members have a
    /// Jaccard overlap of one third: whoever is told "these are still the Loyal" can rely on half of them.
    /// </summary>
    public const double MinOverlap = 1.0 / 3;

    private readonly int[] _segmentOf;
    private readonly int[] _clusterOf;

    private SegmentMatching(int[] clusterOf, int clusters)
    {
        _clusterOf = clusterOf;
        _segmentOf = new int[clusters];
        Array.Fill(_segmentOf, -1);
        for (var segment = 0; segment < clusterOf.Length; segment++)
        {
            if (clusterOf[segment] >= 0)
            {
                _segmentOf[clusterOf[segment]] = segment;
            }
        }
    }

    /// <summary>The segment (row of the overlap) that a cluster continues; null if it is new.</summary>
    public int? Predecessor(int cluster) => _segmentOf[cluster] is >= 0 and var segment ? segment : null;

    /// <summary>The cluster that continues a segment; null if none does.</summary>
    public int? Successor(int segment) => _clusterOf[segment] is >= 0 and var cluster ? cluster : null;

    /// <summary>Nothing continues: what follows the rules of the first day.</summary>
    public static SegmentMatching None(MembershipOverlap overlap)
    {
        ArgumentNullException.ThrowIfNull(overlap);
        return new([.. Enumerable.Repeat(-1, overlap.Segments.Count)], overlap.Clusters);
    }

    /// <summary>The best succession there is. The same customers give the same one, in whatever order they came.</summary>
    public static SegmentMatching Of(MembershipOverlap overlap)
    {
        ArgumentNullException.ThrowIfNull(overlap);
        var weights = new double[overlap.Segments.Count, overlap.Clusters];
        for (var segment = 0; segment < overlap.Segments.Count; segment++)
        {
            for (var cluster = 0; cluster < overlap.Clusters; cluster++)
            {
                var jaccard = overlap.Jaccard(segment, cluster);
                weights[segment, cluster] = jaccard >= MinOverlap ? jaccard : 0;
            }
        }

        var clusterOf = OptimalAssignment.Greatest(weights);
        return new(
            [.. clusterOf.Select((cluster, segment) => cluster >= 0 && weights[segment, cluster] > 0 ? cluster : -1)],
            overlap.Clusters);
    }
}
