using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Identity;

namespace CustomerSegmentation.Edge.Dashboard.Drawing;

/// <summary>
/// Versions as columns, segments as rows: a segment that keeps its id keeps its row, so that what goes straight on was
/// continued, and what bends was split or merged.
/// </summary>
/// <param name="Versions">Oldest first.</param>
/// <param name="Rows">Ids of segments: those of the newest version first, then what older ones had.</param>
/// <param name="Links">Which segment of which version came from which.</param>
internal sealed record LineageDrawing(IReadOnlyList<ModelRecord> Versions, IReadOnlyList<string> Rows, IReadOnlyList<LineageLink> Links)
{
    /// <summary>The lineage between these versions. A version whose origin is not among them begins here.</summary>
    public static LineageDrawing Of(IEnumerable<ModelRecord> versions)
    {
        ModelRecord[] columns = [.. versions.OrderBy(model => model.Model.Version)];
        string[] rows = [.. columns.Reverse().SelectMany(model => model.Model.Segments).Select(segment => segment.Id).Distinct(StringComparer.Ordinal)];
        return new(columns, rows, [.. columns.SelectMany((model, column) => LinksOf(model, column, columns))]);
    }

    private static IEnumerable<LineageLink> LinksOf(ModelRecord model, int column, ModelRecord[] columns)
    {
        if (model.Lineage is not { } lineage || Array.FindIndex(columns, one => one.Model.Version == lineage.Since) is not (>= 0 and var since))
        {
            return [];
        }

        return lineage.Steps
            .Where(step => step.Event is LineageEvent.Continued or LineageEvent.Split or LineageEvent.Merged)
            .SelectMany(step => step.Overlaps, (step, overlap) => new LineageLink(since, column, step.Event, overlap))
            .DistinctBy(link => (link.Overlap.From, link.Overlap.To));
    }
}

/// <summary>A segment of one version that came from one of another.</summary>
/// <param name="From">Column of the version it came from.</param>
/// <param name="To">Column of the version it is in.</param>
/// <param name="Event">What happened.</param>
/// <param name="Overlap">The customers that both share.</param>
internal sealed record LineageLink(int From, int To, LineageEvent Event, LineageOverlap Overlap);
