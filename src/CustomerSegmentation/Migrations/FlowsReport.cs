using System.Runtime.InteropServices;

namespace CustomerSegmentation.Migrations;

/// <summary>How many customers moved between two segments for one cause in one step of time.</summary>
/// <param name="Start">Where the step begins (UTC).</param>
/// <param name="From">The segment left; null for none.</param>
/// <param name="To">The segment entered; null for none.</param>
/// <param name="Cause">Why.</param>
/// <param name="Moves">How many moves; one customer may have made several.</param>
/// <param name="Revenue">What the customers were worth at these moves, in the reporting currency.</param>
public readonly record struct MigrationFlow(
    DateTimeOffset Start, string? From, string? To, MigrationCause Cause, long Moves, double Revenue);

/// <summary>
/// Counts every move after one moment and until another, this one included, by step of time, segments and cause. Together they
/// are the net changes between the two moments.
/// </summary>
/// <param name="from">The earlier moment.</param>
/// <param name="to">The later moment.</param>
/// <param name="bucket">How long a step is.</param>
/// <param name="cause">Only moves of this cause; null for all.</param>
/// <param name="segments">Which moves.</param>
/// <param name="knownAt">As far as it was known then; null for all that is known.</param>
public sealed class FlowsReport(
    DateTimeOffset from,
    DateTimeOffset to,
    Bucket bucket,
    MigrationCause? cause = null,
    SegmentFilter? segments = null,
    DateTimeOffset? knownAt = null) : IMigrationReport<IReadOnlyList<MigrationFlow>>
{
    private readonly Dictionary<(long Start, string? From, string? To, MigrationCause Cause), (long Moves, double Revenue)> _flows = [];
    private readonly Timeline _timeline = new(bucket, from, to);
    private readonly SegmentFilter _segments = segments ?? SegmentFilter.All;

    /// <inheritdoc/>
    public ReportRange Range { get; } = new(from, to, knownAt);

    /// <inheritdoc/>
    public void AddFirstContact(ulong customer, long at)
    {
        // Nobody has moved.
    }

    /// <inheritdoc/>
    public void Take(in Move move)
    {
        if (!_timeline.Contains(move.EffectiveAt)
            || (cause is { } only && move.Cause != only)
            || !_segments.Admits(move.From, move.To))
        {
            return;
        }

        ref var flow = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _flows, (_timeline.StepOf(move.EffectiveAt), move.From, move.To, move.Cause), out _);
        flow = (flow.Moves + 1, flow.Revenue + move.Monetary);
    }

    /// <inheritdoc/>
    public IReadOnlyList<MigrationFlow> Finish() =>
    [
        .. _flows.Select(flow => new MigrationFlow(
                new(flow.Key.Start, TimeSpan.Zero), flow.Key.From, flow.Key.To, flow.Key.Cause, flow.Value.Moves, flow.Value.Revenue))
            .OrderBy(flow => flow.Start)
            .ThenBy(flow => flow.From, StringComparer.Ordinal)
            .ThenBy(flow => flow.To, StringComparer.Ordinal)
            .ThenBy(flow => flow.Cause),
    ];
}
