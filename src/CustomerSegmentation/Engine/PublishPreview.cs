using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Identity;

namespace CustomerSegmentation.Engine;

/// <summary>Who would move where if the model were published now, and how much revenue with them.</summary>
/// <param name="Customers">Customers that are in a segment.</param>
/// <param name="Moved">Customers whose segment would change.</param>
/// <param name="Revenue">Monetary value of all of them.</param>
/// <param name="MovedRevenue">Monetary value of those who would move.</param>
/// <param name="Moves">Every pair of segments with customers that would move, most customers first.</param>
/// <param name="Matrix">The same with everyone who stays.</param>
public sealed record PublishPreview(
    long Customers,
    long Moved,
    double Revenue,
    double MovedRevenue,
    IReadOnlyList<PreviewMove> Moves,
    PreviewMatrix Matrix)
{
    /// <summary>The preview of a model whose segments are the clusters of an overlap.</summary>
    public static PublishPreview Of(MembershipOverlap overlap, SegmentModel model)
    {
        ArgumentNullException.ThrowIfNull(overlap);
        ArgumentNullException.ThrowIfNull(model);
        var all = overlap.Cells
            .Select(cell => new PreviewMove(cell.Segment, model.Segments[cell.Cluster].Id, cell.Customers, cell.Revenue)).ToList();
        var moves = all.Where(move => move.From != move.To)
            .OrderByDescending(move => move.Customers)
            .ThenBy(move => move.From, StringComparer.Ordinal)
            .ThenBy(move => move.To, StringComparer.Ordinal)
            .ToList();
        return new(
            all.Sum(move => move.Customers),
            moves.Sum(move => move.Customers),
            all.Sum(move => move.Revenue),
            moves.Sum(move => move.Revenue),
            moves,
            PreviewMatrix.Of(overlap, model));
    }
}

/// <summary>One way that customers would move; segments by id, null for customers who are in none yet.</summary>
public sealed record PreviewMove(string? From, string To, long Customers, double Revenue);

/// <summary>Customers and their revenue by where they are and where they would be.</summary>
/// <param name="From">Ids of the segments in force: the rows. Null, if there is such a row, for customers in none yet.</param>
/// <param name="To">Ids of the segments of the model previewed: the columns.</param>
/// <param name="Customers">Row by row.</param>
/// <param name="Revenue">Row by row, in the reporting currency.</param>
public sealed record PreviewMatrix(
    IReadOnlyList<string?> From,
    IReadOnlyList<string> To,
    IReadOnlyList<IReadOnlyList<long>> Customers,
    IReadOnlyList<IReadOnlyList<double>> Revenue)
{
    internal static PreviewMatrix Of(MembershipOverlap overlap, SegmentModel model)
    {
        var cells = overlap.Cells.ToDictionary(cell => (cell.Segment ?? "", cell.Cluster));
        string?[] rows = overlap.Cells.Any(cell => cell.Segment is null) ? [.. overlap.Segments, null] : [.. overlap.Segments];
        return new(
            rows,
            [.. model.Segments.Select(segment => segment.Id)],
            [.. rows.Select(row => (IReadOnlyList<long>)[.. Row(row).Select(cell => cell.Customers)])],
            [.. rows.Select(row => (IReadOnlyList<double>)[.. Row(row).Select(cell => cell.Revenue)])]);

        IEnumerable<OverlapCell> Row(string? segment) =>
            Enumerable.Range(0, overlap.Clusters).Select(cluster => cells.GetValueOrDefault((segment ?? "", cluster)));
    }
}
