using System.Globalization;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Embedded.Lanes;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Embedded;

/// <summary>Answers from the lanes' customers what time alone will make of them, and by the record what else may come.</summary>
internal sealed class LaneProspects(IReadOnlyList<CustomerLane> lanes, LedgerReader record)
{
    /// <summary>A page of who leaves a segment, soonest first.</summary>
    public async Task<Page<Departure>> LeavingAsync(
        string segmentId, DateTimeOffset now, TimeSpan within, string? cursor, int limit)
    {
        var after = cursor is null ? null : DepartureCursor.Parse(cursor);
        var until = after?.Until ?? (within < DateTimeOffset.MaxValue - now ? now + within : DateTimeOffset.MaxValue);

        // One more than asked for, to know whether there is more. The latest of them is dropped first.
        var soonest = new PriorityQueue<Departure, Place>(Comparer<Place>.Create((a, b) => b.CompareTo(a)));
        foreach (var lane in lanes)
        {
            await ReadAsync(lane, until, (owner, slot) =>
            {
                // Nobody leaves before they are due.
                if (owner.Customers.Columns.Due[slot] > until.UtcTicks
                    || owner.Customers[slot]!.DepartureFrom(segmentId, owner.Terms, now, until) is not { } departure)
                {
                    return;
                }

                var place = Place.Of(departure);
                if (after is null || place.CompareTo(after.Last) > 0)
                {
                    soonest.Enqueue(departure, place);
                    if (soonest.Count > limit + 1)
                    {
                        soonest.Dequeue();
                    }
                }
            });
        }

        var more = soonest.Count > limit;
        if (more)
        {
            soonest.Dequeue();
        }

        var page = new Departure[soonest.Count];
        for (var i = page.Length - 1; i >= 0; i--)
        {
            page[i] = soonest.Dequeue();
        }

        return new(page, more ? new DepartureCursor(until, Place.Of(page[^1])).ToString() : null);
    }

    /// <summary>Segment sizes ahead, both ways.</summary>
    public async Task<SegmentOutlook> OutlookAsync(
        OutlookQuery query, SegmentModel model, DateTimeOffset now, CancellationToken cancellation)
    {
        string[] ids = [.. model.Segments.Select(segment => segment.Id)];
        var states = ids.Select((id, index) => (id, index)).ToDictionary(pair => pair.id, pair => pair.index, StringComparer.Ordinal);
        long[] moments = [now.UtcTicks, .. query.Days.Select(days => now.AddDays(days).UtcTicks)];
        var sizes = moments.Select(_ => new long[ids.Length + 1]).ToArray();
        var onRecord = new long[ids.Length + 1];
        foreach (var lane in lanes)
        {
            var there = new string?[moments.Length];
            await ReadAsync(lane, new(moments[^1], TimeSpan.Zero), (owner, slot) =>
            {
                var customer = owner.Customers[slot]!;
                if (customer.Standing.Sequence > 0)
                {
                    // Who was never in a segment has no time out of one either: their first purchase is no return.
                    Count(onRecord, customer.Standing.Segment);
                }

                customer.SegmentsAt(owner.Terms, moments, there);
                for (var i = 0; i < there.Length; i++)
                {
                    Count(sizes[i], there[i]);
                }
            });
        }

        var from = now - query.Lookback;
        var rates = await Task.Run(
            () => TransitionRates.Of(ids, onRecord, query.Lookback.TotalDays, record.MovesWithin(from, now)), cancellation);
        var chain = await Task.Run(() => ExpectedSizes.Of(rates, sizes[0], query.Days, query.Seed), cancellation);
        return new(now, model.Version, from, rates.Total, [.. query.Days.Select((days, h) => new OutlookHorizon(
            days,
            new(moments[h + 1], TimeSpan.Zero),
            [.. Enumerable.Range(0, ids.Length + 1).Select(state => new SegmentProspect(
                state < ids.Length ? ids[state] : null, sizes[0][state], sizes[h + 1][state], chain[h][state]))]))]);

        void Count(long[] counts, string? segment)
        {
            // Who is in a segment of an earlier model is about to be moved by the one in force.
            var state = segment is null ? ids.Length : states.GetValueOrDefault(segment, -1);
            if (state >= 0)
            {
                counts[state]++;
            }
        }
    }

    /// <summary>
    /// Looks at every customer of a lane as far as a moment, some at a time, so that events flow in between.
    /// </summary>
    private static async Task ReadAsync(CustomerLane lane, DateTimeOffset until, Action<CustomerLane, int> look)
    {
        for (int? from = 0; from is { } first;)
        {
            from = await lane.AskAsync(owner =>
            {
                var columns = owner.Customers.Columns;
                var end = owner.Customers.EndOfSlice(first, until);
                for (var slot = first; slot < end; slot++)
                {
                    if (columns.Segment[slot] != LaneColumns.Free)
                    {
                        look(owner, slot);
                    }
                }

                return end < columns.Count ? end : (int?)null;
            });
        }
    }

    /// <summary>
    /// Where somebody stands in the list. The id is hashed: a cursor must not tell who it is to those who asked for
    /// hashes.
    /// </summary>
    private readonly record struct Place(long At, ulong Customer) : IComparable<Place>
    {
        public static Place Of(Departure departure) =>
            new(departure.At.UtcTicks, XxHash64.Of(departure.Member.CustomerId));

        public int CompareTo(Place other) => At != other.At ? At.CompareTo(other.At) : Customer.CompareTo(other.Customer);
    }

    /// <summary>Where a page ended, and until when the list goes: all pages have the same end.</summary>
    private sealed record DepartureCursor(DateTimeOffset Until, Place Last)
    {
        public static DepartureCursor Parse(string text) =>
            text.Split('-') is [var untilText, var atText, var customerText]
            && Ticks(untilText) is { } until && Ticks(atText) is { } at
            && ulong.TryParse(customerText, NumberStyles.None, CultureInfo.InvariantCulture, out var customer)
                ? new(new(until, TimeSpan.Zero), new(at, customer))
                : throw new InvalidCursorException(text);

        public override string ToString() => $"{Until.UtcTicks}-{Last.At}-{Last.Customer}";

        private static long? Ticks(string text) =>
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks
                ? ticks
                : null;
    }
}
