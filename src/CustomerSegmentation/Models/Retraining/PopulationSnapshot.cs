using System.Runtime.InteropServices;
using CustomerSegmentation.Models.Identity;

namespace CustomerSegmentation.Models.Retraining;

/// <summary>
/// Everyone with an order that counts as of a moment, and the segments they were in: what a model is fitted to, and compared by, while
/// events go on.
/// </summary>
/// <param name="Columns">Their figures.</param>
/// <param name="Segments">The id of the segment of each, as many as customers; null for none.</param>
public sealed record PopulationSnapshot(Population Columns, IReadOnlyList<string?> Segments)
{
    /// <summary>Who was in which segment, and would be in which cluster of another model.</summary>
    /// <param name="inForce">The model whose segments they were in.</param>
    /// <param name="candidate">The other one.</param>
    public MembershipOverlap Overlap(SegmentModel inForce, SegmentModel candidate)
    {
        ArgumentNullException.ThrowIfNull(inForce);
        ArgumentNullException.ThrowIfNull(candidate);
        var cells = new Dictionary<(string Segment, int Cluster), (long Customers, double Revenue)>();
        for (var i = 0; i < Segments.Count; i++)
        {
            var monetary = Columns.Monetary[i];
            var cluster = candidate.Assign(Columns.RecencyDays[i], Columns.Frequency[i], monetary);
            ref var cell = ref CollectionsMarshal.GetValueRefOrAddDefault(cells, (Segments[i] ?? string.Empty, cluster), out _);
            cell = (cell.Customers + 1, cell.Revenue + monetary);
        }

        return new(
            inForce.Segments.Select(segment => segment.Id),
            candidate.Segments.Count,
            cells.Select(cell => new OverlapCell(
                cell.Key.Segment.Length == 0 ? null : cell.Key.Segment, cell.Key.Cluster, cell.Value.Customers, cell.Value.Revenue)));
    }
}
