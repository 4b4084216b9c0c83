using System.Runtime.InteropServices;

namespace CustomerSegmentation.Migrations;

/// <summary>
/// Counts everyone known at a moment by the segment they were in at an earlier one and the segment they are in now. What takes
/// effect exactly at a moment has happened by then.
/// </summary>
/// <remarks>
/// Moves that do not count — refits, unless they are asked for — shift the start of customers who have not moved yet: they
/// look as if they had always been where the move put them. So whoever was moved by such moves alone is a stayer, and
/// a refit before a purchase leaves the purchase to count from the new segment. Whoever had moved already keeps their start.
/// </remarks>
/// <param name="from">The earlier moment.</param>
/// <param name="to">The later moment.</param>
/// <param name="refits">Whether refits count as moves.</param>
/// <param name="cause">Only moves of this cause count; null for all, refits as <paramref name="refits"/> says.</param>
/// <param name="segments">Which cells to give.</param>
/// <param name="knownAt">As far as it was known then; null for all that is known.</param>
public sealed class MatrixReport(
    DateTimeOffset from,
    DateTimeOffset to,
    bool refits = false,
    MigrationCause? cause = null,
    SegmentFilter? segments = null,
    DateTimeOffset? knownAt = null) : IMigrationReport<MigrationMatrix>
{
    private readonly Journeys _journeys = new(from, refits, cause);

    /// <inheritdoc/>
    public ReportRange Range { get; } = new(After: null, to, knownAt);

    /// <inheritdoc/>
    public void AddFirstContact(ulong customer, long at) => _journeys.AddFirstContact(customer, at);

    /// <inheritdoc/>
    public void Take(in Move move) => _journeys.Take(move);

    /// <inheritdoc/>
    public MigrationMatrix Finish()
    {
        var cells = new Dictionary<(int From, int To), (long Customers, double Revenue)>();
        foreach (var journey in _journeys.All.Values)
        {
            ref var cell = ref CollectionsMarshal.GetValueRefOrAddDefault(cells, (journey.Start, journey.End), out _);
            cell = (cell.Customers + 1, cell.Revenue + journey.Monetary);
        }

        var asked = segments ?? SegmentFilter.All;
        return new(from, to,
        [
            .. cells.Select(cell => new MatrixCell(
                    _journeys.SegmentOf(cell.Key.From), _journeys.SegmentOf(cell.Key.To), cell.Value.Customers, cell.Value.Revenue))
                .Where(cell => asked.Admits(cell.From, cell.To))
                .OrderBy(cell => cell.From, StringComparer.Ordinal)
                .ThenBy(cell => cell.To, StringComparer.Ordinal),
        ]);
    }
}
