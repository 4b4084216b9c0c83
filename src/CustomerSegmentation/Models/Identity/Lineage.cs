namespace CustomerSegmentation.Models.Identity;

/// <summary>
/// What became of the segments of the model that was in force when a fit was made. Every segment of either model is
/// in at least one step.
/// </summary>
/// <param name="Since">Version of the model that was in force.</param>
/// <param name="Steps">By the order of the models.</param>
public sealed record Lineage(int Since, IReadOnlyList<LineageStep> Steps)
{
    /// <summary>Tells the steps.</summary>
    /// <param name="since">Version of the model that was in force.</param>
    /// <param name="overlap">Who went where.</param>
    /// <param name="matching">Which cluster continues which segment.</param>
    /// <param name="ids">Ids of the clusters, inherited or new.</param>
    public static Lineage Of(int since, MembershipOverlap overlap, SegmentMatching matching, IReadOnlyList<string> ids)
    {
        ArgumentNullException.ThrowIfNull(overlap);
        ArgumentNullException.ThrowIfNull(matching);
        ArgumentNullException.ThrowIfNull(ids);
        return new(since, [.. new Teller(overlap, matching, ids).Tell()]);
    }

    private sealed class Teller(MembershipOverlap overlap, SegmentMatching matching, IReadOnlyList<string> ids)
    {
        private readonly int[] _segments = [.. Enumerable.Range(0, overlap.Segments.Count)];
        private readonly int[] _clusters = [.. Enumerable.Range(0, overlap.Clusters)];

        public IEnumerable<LineageStep> Tell()
        {
            var told = new HashSet<(bool Cluster, int Index)>();
            var steps = new List<LineageStep>();
            foreach (var segment in _segments)
            {
                if (Parts(segment) is { Length: > 1 } parts)
                {
                    steps.Add(Step(LineageEvent.Split, [segment], parts));
                    told.Add((false, segment));
                    told.UnionWith(parts.Select(cluster => (true, cluster)));
                }
            }

            foreach (var cluster in _clusters)
            {
                if (Sources(cluster) is { Length: > 1 } sources)
                {
                    steps.Add(Step(LineageEvent.Merged, sources, [cluster]));
                    told.Add((true, cluster));
                    told.UnionWith(sources.Select(segment => (false, segment)));
                }
            }

            var continued = _clusters
                .Where(cluster => matching.Predecessor(cluster) is { } segment
                    && !(told.Contains((true, cluster)) && told.Contains((false, segment))))
                .Select(cluster => Step(LineageEvent.Continued, [matching.Predecessor(cluster)!.Value], [cluster]));
            var born = _clusters
                .Where(cluster => matching.Predecessor(cluster) is null && !told.Contains((true, cluster)))
                .Select(cluster => Step(LineageEvent.Born, [], [cluster]));
            var retired = _segments
                .Where(segment => matching.Successor(segment) is null && !told.Contains((false, segment)))
                .Select(segment => Step(LineageEvent.Retired, [segment], []));
            return [.. continued, .. steps, .. born, .. retired];
        }

        /// <summary>The clusters that a segment came apart into: its successor, and new ones that are mostly of it.</summary>
        private int[] Parts(int segment) =>
            [.. _clusters.Where(cluster => matching.Successor(segment) == cluster
                || (matching.Predecessor(cluster) is null && overlap[segment, cluster] * 2 > overlap.OfCluster(cluster)))];

        /// <summary>The segments that came together in a cluster: its predecessor, and ended ones that mostly went there.</summary>
        private int[] Sources(int cluster) =>
            [.. _segments.Where(segment => matching.Predecessor(cluster) == segment
                || (matching.Successor(segment) is null && overlap[segment, cluster] * 2 > overlap.OfSegment(segment)))];

        private LineageStep Step(LineageEvent what, int[] from, int[] to) => new(
            what,
            [.. from.Select(segment => overlap.Segments[segment])],
            [.. to.Select(cluster => ids[cluster])],
            [.. (from.Length == 0 ? _segments : from)
                .SelectMany(_ => to.Length == 0 ? _clusters : to, Shared)
                .Where(shared => shared.Customers > 0)]);

        private LineageOverlap Shared(int segment, int cluster) => new(
            overlap.Segments[segment],
            ids[cluster],
            overlap[segment, cluster],
            (double)overlap[segment, cluster] / Math.Max(1, overlap.OfSegment(segment)),
            (double)overlap[segment, cluster] / Math.Max(1, overlap.OfCluster(cluster)));
    }
}
