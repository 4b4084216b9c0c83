using System.Globalization;
using System.Runtime.InteropServices;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Embedded.Lanes;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Identity;
using CustomerSegmentation.Models.Retraining;

namespace CustomerSegmentation.Embedded.Queries;

/// <summary>Answers questions about all customers from the lanes' columns.</summary>
internal sealed class LanePopulation(IReadOnlyList<CustomerLane> lanes, SegmentOrdinals ordinals) : IPopulation
{
    private volatile SegmentTally _last = SegmentTally.Zero(0);

    /// <summary>Members by segment id, "none" for lapsed customers; as of the last <see cref="RefreshAsync"/>.</summary>
    public IEnumerable<KeyValuePair<string, long>> Sizes()
    {
        var tally = _last;
        var ids = ordinals.Ids;
        return tally.Customers.Select((count, ordinal) => KeyValuePair.Create(ids[ordinal], count))
            .Append(KeyValuePair.Create("none", tally.Lapsed));
    }

    /// <summary>Counts everybody again.</summary>
    public async Task RefreshAsync(DateTimeOffset now) => _last = await CountAsync(now);

    /// <summary>The segments of the model in force with their sizes.</summary>
    public async Task<SegmentsView> SegmentsAsync(DateTimeOffset now, ModelRegistry registry) =>
        SegmentsView.Of(now, registry, await CountAsync(now), ordinals);

    /// <summary>A page of a segment's members, lane by lane and slot by slot.</summary>
    public async Task<Page<Member>> MembersAsync(string segmentId, string? cursor, int limit, DateTimeOffset now)
    {
        var (lane, slot) = ParseCursor(cursor);
        var members = new List<Member>();
        while (lane < lanes.Count)
        {
            var from = slot;
            var end = await lanes[lane].AskAsync(owner => Collect(owner, segmentId, from, limit, now, members));
            if (end is not { } next)
            {
                (lane, slot) = (lane + 1, 0);
                continue;
            }

            slot = next;
            if (members.Count == limit)
            {
                return new(members, $"{lane}-{slot}");
            }
        }

        return new(members, Next: null);
    }

    /// <inheritdoc/>
    public async Task<PopulationSnapshot> SnapshotAsync(DateTimeOffset at, CancellationToken cancellation = default)
    {
        var (recencyDays, frequency, monetary) = (new List<double>(), new List<double>(), new List<double>());
        var segments = new List<short>();
        foreach (var lane in lanes)
        {
            cancellation.ThrowIfCancellationRequested();
            await lane.ReadRowsAsync(at, row =>
            {
                if (row.Frequency > 0)
                {
                    recencyDays.Add(Rfm.DaysSince(row.Newest, at.UtcTicks));
                    frequency.Add(row.Frequency);
                    monetary.Add(row.Monetary);
                    segments.Add(row.Segment);
                }
            });
        }

        var ids = ordinals.Ids;
        return new(
            new([.. recencyDays], [.. frequency], [.. monetary]),
            segments.ConvertAll(segment => segment == SegmentOrdinals.None ? null : ids[segment]));
    }

    /// <inheritdoc/>
    public async Task<DateTimeOffset?> FirstPurchaseAsync()
    {
        DateTimeOffset? first = null;
        foreach (var lane in lanes)
        {
            await lane.EachCustomerAsync(customer =>
            {
                var at = customer.FirstPurchaseAt;
                first = first is null || at < first ? at ?? first : first;
            });
        }

        return first;
    }

    /// <inheritdoc/>
    public async Task<MembershipOverlap> OverlapAsync(
        SegmentModel inForce, SegmentModel candidate, DateTimeOffset at, CancellationToken cancellation = default)
    {
        var shared = new Dictionary<(short From, int To), (long Customers, double Revenue)>();
        foreach (var lane in lanes)
        {
            cancellation.ThrowIfCancellationRequested();
            await lane.ReadRowsAsync(at, row =>
            {
                if (row.Frequency > 0)
                {
                    var to = candidate.Assign(Rfm.DaysSince(row.Newest, at.UtcTicks), row.Frequency, row.Monetary);
                    ref var cell = ref CollectionsMarshal.GetValueRefOrAddDefault(shared, (row.Segment, to), out _);
                    cell = (cell.Customers + 1, cell.Revenue + row.Monetary);
                }
            });
        }

        var ids = ordinals.Ids;
        return new(
            inForce.Segments.Select(segment => segment.Id),
            candidate.Segments.Count,
            shared.Select(cell => new OverlapCell(
                cell.Key.From == SegmentOrdinals.None ? null : ids[cell.Key.From], cell.Key.To, cell.Value.Customers, cell.Value.Revenue)));
    }

    /// <summary>Everybody, as of a moment. Every segment that was met is in it, be it empty now.</summary>
    private async Task<SegmentTally> CountAsync(DateTimeOffset now)
    {
        var parts = await Task.WhenAll(lanes.Select(async lane =>
        {
            var count = new SegmentTally.Builder();
            await lane.ReadRowsAsync(now, row => count.Add(row.Segment, row.Monetary));
            return count.ToTally();
        }));
        return parts.Aggregate(SegmentTally.Zero(ordinals.Ids.Count), static (sum, part) => sum.Plus(part));
    }

    /// <summary>Where to go on in this lane; null at its end.</summary>
    private int? Collect(
        CustomerLane lane, string segmentId, int from, int limit, DateTimeOffset now, List<Member> members)
    {
        var columns = lane.Customers.Columns;
        var wanted = ordinals.Of(segmentId);
        var end = lane.Customers.EndOfSlice(from, now);
        for (var slot = from; slot < end; slot++)
        {
            if (columns.Segment[slot] == LaneColumns.Free
                || lane.Customers.RowAt(slot, lane.Terms, now).Segment != wanted)
            {
                continue;
            }

            var customer = lane.Customers[slot]!;
            var segmentState = customer.SegmentStateAt(lane.Terms, now);
            members.Add(new(
                customer.Id,
                Rfm.DaysSince(segmentState.Newest, now.UtcTicks),
                segmentState.Frequency,
                segmentState.Monetary,
                new(segmentState.Since, TimeSpan.Zero)));
            if (members.Count == limit)
            {
                return slot + 1;
            }
        }

        return end < columns.Count ? end : null;
    }

    private (int Lane, int Slot) ParseCursor(string? cursor)
    {
        if (cursor is null)
        {
            return (0, 0);
        }

        return cursor.Split('-') is [var laneText, var slotText]
            && int.TryParse(laneText, NumberStyles.None, CultureInfo.InvariantCulture, out var lane)
            && int.TryParse(slotText, NumberStyles.None, CultureInfo.InvariantCulture, out var slot)
            && lane < lanes.Count
                ? (lane, slot)
                : throw new InvalidCursorException(cursor);
    }
}
