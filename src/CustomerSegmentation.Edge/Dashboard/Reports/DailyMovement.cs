using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Edge.Dashboard.Reports;

/// <summary>Arrivals and departures of one day so far, refits apart: a change of the model is no behaviour.</summary>
/// <param name="From">Where the day began (UTC).</param>
/// <param name="AsOf">The moment of the count.</param>
/// <param name="Segments">By id; those without a move are missing. The key "none" is for customers in no segment.</param>
/// <param name="Moves">All of them.</param>
internal sealed record DailyMovement(DateTimeOffset From, DateTimeOffset AsOf, IReadOnlyDictionary<string, Movement> Segments, long Moves)
{
    public static DailyMovement Of(DateTimeOffset from, DateTimeOffset asOf, IEnumerable<MigrationFlow> flows)
    {
        var segments = new Dictionary<string, Movement>(StringComparer.Ordinal);
        var moves = 0L;
        foreach (var flow in flows.Where(flow => flow.Cause != MigrationCause.Refit))
        {
            moves += flow.Moves;
            var (left, entered) = (flow.From ?? SegmentFilter.None, flow.To ?? SegmentFilter.None);
            segments[left] = segments.GetValueOrDefault(left) is var before ? before with { Departures = before.Departures + flow.Moves } : default;
            segments[entered] = segments.GetValueOrDefault(entered) is var then ? then with { Arrivals = then.Arrivals + flow.Moves } : default;
        }

        return new(from, asOf, segments, moves);
    }
}

/// <summary>How many came and how many went.</summary>
internal readonly record struct Movement(long Arrivals, long Departures)
{
    public long Net => Arrivals - Departures;
}
