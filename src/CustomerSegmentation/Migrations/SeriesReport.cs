using System.Runtime.InteropServices;

namespace CustomerSegmentation.Migrations;

/// <summary>A segment in one step of time.</summary>
/// <param name="Start">Where the step begins (UTC).</param>
/// <param name="Segment">Id; null for customers who are known and in none.</param>
/// <param name="Customers">Members at the end of the step.</param>
/// <param name="Revenue">What they were worth at their latest move, in the reporting currency.</param>
/// <param name="Arrivals">Moves into it, refits apart.</param>
/// <param name="Departures">Moves out of it, refits apart.</param>
/// <param name="Refitted">What refits moved in, less what they moved out.</param>
public readonly record struct SeriesPoint(
    DateTimeOffset Start, string? Segment, long Customers, double Revenue, long Arrivals, long Departures, long Refitted);

/// <summary>
/// Follows the segments through the time after one moment and until another: every segment that had members in it has a
/// point in every step. The size of one step is that of the step before, plus arrivals, less departures, plus what refits moved.
/// A customer's first segment is no departure from none.
/// </summary>
/// <param name="from">The earlier moment.</param>
/// <param name="to">The later moment.</param>
/// <param name="bucket">How long a step is.</param>
/// <param name="segments">Which segments; only <see cref="SegmentFilter.Either"/> is asked.</param>
/// <param name="knownAt">As far as it was known then; null for all that is known.</param>
public sealed class SeriesReport(
    DateTimeOffset from, DateTimeOffset to, Bucket bucket, SegmentFilter? segments = null, DateTimeOffset? knownAt = null)
    : IMigrationReport<IReadOnlyList<SeriesPoint>>
{
    private readonly Dictionary<ulong, Stay> _stays = [];
    private readonly Dictionary<(long Start, string? Segment), Change> _changes = [];
    private readonly Timeline _timeline = new(bucket, from, to);
    private readonly SegmentFilter _segments = segments ?? SegmentFilter.All;

    /// <summary>How long a step is at least: what bounds how many there are.</summary>
    public static TimeSpan ShortestStep(Bucket bucket) => TimeSpan.FromHours(bucket switch
    {
        Bucket.Hour => 1,
        Bucket.Day => 24,
        Bucket.Week => 7 * 24,
        _ => 28 * 24,
    });

    /// <inheritdoc/>
    public ReportRange Range { get; } = new(After: null, to, knownAt);

    /// <inheritdoc/>
    public void AddFirstContact(ulong customer, long at)
    {
        if (_stays.TryAdd(customer, new(Segment: null, at, Monetary: 0)))
        {
            ChangeOf(at, segment: null).Arrivals++;
        }
    }

    /// <inheritdoc/>
    public void Take(in Move move)
    {
        ref var stay = ref CollectionsMarshal.GetValueRefOrAddDefault(_stays, move.Customer, out var known);
        var refit = move.Cause == MigrationCause.Refit;
        if (known)
        {
            // A purchase that was heard of late may lie before the moment at which the customer was first heard of.
            ref var left = ref ChangeOf(Math.Max(move.EffectiveAt, stay.Since), stay.Segment);
            left.Departures += refit ? 0 : 1;
            left.Refitted -= refit ? 1 : 0;
            left.Revenue -= stay.Monetary;
        }

        ref var entered = ref ChangeOf(move.EffectiveAt, move.To);
        entered.Arrivals += refit ? 0 : 1;
        entered.Refitted += refit ? 1 : 0;

        // Whoever lapses is worth nothing from then on; the move says what was lost.
        var monetary = move.To is null ? 0 : move.Monetary;
        entered.Revenue += monetary;
        stay = new(move.To, move.EffectiveAt, monetary);
    }

    /// <inheritdoc/>
    public IReadOnlyList<SeriesPoint> Finish()
    {
        var points = new List<SeriesPoint>();
        var sizes = _changes.Keys.Select(key => key.Segment).Distinct(StringComparer.Ordinal)
            .Where(segment => _segments.Admits(segment, segment))
            .OrderBy(segment => segment is null).ThenBy(segment => segment, StringComparer.Ordinal)
            .Select(segment => (Segment: segment, Before: _changes.GetValueOrDefault((long.MinValue, segment))))
            .Select(size => (size.Segment, Customers: size.Before.Net, size.Before.Revenue)).ToArray();
        foreach (var start in _timeline.Steps())
        {
            foreach (ref var size in sizes.AsSpan())
            {
                var change = _changes.GetValueOrDefault((start, size.Segment));
                size = (size.Segment, size.Customers + change.Net, size.Revenue + change.Revenue);
                points.Add(new(
                    new(start, TimeSpan.Zero), size.Segment, size.Customers, size.Revenue, change.Arrivals, change.Departures, change.Refitted));
            }
        }

        return points;
    }

    private ref Change ChangeOf(long moment, string? segment) => ref CollectionsMarshal.GetValueRefOrAddDefault(
        _changes, (_timeline.Contains(moment) ? _timeline.StepOf(moment) : long.MinValue, segment), out _);

    private readonly record struct Stay(string? Segment, long Since, double Monetary);

    private struct Change
    {
        public long Arrivals;
        public long Departures;
        public long Refitted;
        public double Revenue;

        public readonly long Net => Arrivals - Departures + Refitted;
    }
}
