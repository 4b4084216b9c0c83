namespace CustomerSegmentation.Migrations;

/// <summary>A customer in a cell of the matrix.</summary>
/// <param name="CustomerId">Who.</param>
/// <param name="Journey">Between which segments, and since when.</param>
public sealed record CellCustomer(string CustomerId, CellJourney Journey);

/// <summary>Between which segments a customer is counted.</summary>
/// <param name="From">The segment at the earlier moment; null for none.</param>
/// <param name="To">The segment at the later moment; null for none.</param>
/// <param name="Since">Since when they were there at the later moment; if they were never in any, since when they are known.</param>
/// <param name="Monetary">What they were worth at their latest move, in the reporting currency.</param>
public readonly record struct CellJourney(string? From, string? To, DateTimeOffset Since, double Monetary);

/// <summary>
/// Who is in the cells of a <see cref="MatrixReport"/> of the same parameters, by the hash of their id: a cell's customers are
/// those whom the matrix counts there, however they came, stayers among them.
/// </summary>
/// <param name="from">The earlier moment.</param>
/// <param name="to">The later moment.</param>
/// <param name="segments">Which cells.</param>
/// <param name="refits">Whether refits count as moves.</param>
/// <param name="cause">Only moves of this cause count; null for all, refits as <paramref name="refits"/> says.</param>
/// <param name="knownAt">As far as it was known then; null for all that is known.</param>
public sealed class CellReport(
    DateTimeOffset from,
    DateTimeOffset to,
    SegmentFilter? segments = null,
    bool refits = false,
    MigrationCause? cause = null,
    DateTimeOffset? knownAt = null) : IMigrationReport<IReadOnlyDictionary<ulong, CellJourney>>
{
    private readonly Journeys _journeys = new(from, refits, cause);

    /// <inheritdoc/>
    public ReportRange Range { get; } = new(After: null, to, knownAt);

    /// <inheritdoc/>
    public void AddFirstContact(ulong customer, long at) => _journeys.AddFirstContact(customer, at);

    /// <inheritdoc/>
    public void Take(in Move move) => _journeys.Take(move);

    /// <inheritdoc/>
    public IReadOnlyDictionary<ulong, CellJourney> Finish()
    {
        var asked = segments ?? SegmentFilter.All;
        var found = new Dictionary<ulong, CellJourney>();
        foreach (var (customer, journey) in _journeys.All)
        {
            var (start, end) = (_journeys.SegmentOf(journey.Start), _journeys.SegmentOf(journey.End));
            if (asked.Admits(start, end))
            {
                found.Add(customer, new(start, end, new(journey.Since, TimeSpan.Zero), journey.Monetary));
            }
        }

        return found;
    }
}
