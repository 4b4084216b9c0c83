using System.Runtime.InteropServices;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Collections;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Silo.Wire;

namespace CustomerSegmentation.Silo.Population;

/// <summary>What the shard is asked about its customers.</summary>
internal sealed partial class PopulationGrain
{
    public Task<ShardTally> TallyAsync(
        long now, int publication, CancellationToken cancellation) => AnswerAsync<ShardTally>(publication, async reading =>
    {
        var counts = new SegmentSums();
        await reading.ReadAsync(now, (_, segmentState) => counts.Add(segmentState.Segment, (double)segmentState.Monetary));
        return new(reading.Publication, counts.Segments, counts.Customers, counts.Revenue);
    }, cancellation);

    public Task<MemberMessage[]> MembersAsync(
        string segment, long now, int publication, ulong after, int limit, CancellationToken cancellation) => AnswerAsync(publication, async reading =>
    {
        var first = new PriorityQueue<MemberMessage, ulong>(Comparer<ulong>.Create((a, b) => b.CompareTo(a)));
        await reading.ReadAsync(now, (id, segmentState) =>
        {
            if (segmentState.Segment == segment && XxHash64.Of(id) is var place && place > after)
            {
                first.Enqueue(Line(id, segmentState, now), place);
                if (first.Count > limit)
                {
                    first.Dequeue();
                }
            }
        });
        return Drain(first);
    }, cancellation);

    public Task<DepartureMessage[]> LeavingAsync(
        string segment, long now, long until, int publication, DeparturePlace? after, int limit, CancellationToken cancellation) =>
        AnswerAsync(publication, async reading =>
    {
        var soonest = new PriorityQueue<DepartureMessage, (long, ulong)>(Comparer<(long, ulong)>.Create((a, b) => b.CompareTo(a)));
        await reading.LookAsync(
            slot =>
            {
                if (reading.At(slot, now) is not { } segmentState)
                {
                    return false;
                }

                if (segmentState.Segment != segment || segmentState.Due > until)
                {
                    return true;
                }

                if (reading.NextChange(slot, segmentState, until, out var there) is not { } known)
                {
                    return false;
                }

                if (known)
                {
                    Consider(new(Line(_table[slot].CustomerId, segmentState, now), there.Since, there.Segment));
                }

                return true;
            },
            customer =>
            {
                if (customer.DepartureFrom(segment, reading.Terms, new(now, TimeSpan.Zero), new(until, TimeSpan.Zero)) is { } departure)
                {
                    var member = departure.Member;
                    Consider(new(
                        new(XxHash64.Of(customer.Id), customer.Id, member.RecencyDays, member.Frequency, member.Monetary, member.Since.UtcTicks),
                        departure.At.UtcTicks,
                        departure.To));
                }
            });
        return Drain(soonest);

        void Consider(DepartureMessage line)
        {
            var place = (line.At, line.Member.Place);
            if (after is null || place.CompareTo((after.At, after.Customer)) > 0)
            {
                soonest.Enqueue(line, place);
                if (soonest.Count > limit)
                {
                    soonest.Dequeue();
                }
            }
        }
    }, cancellation);

    public Task<ShardOutlook> OutlookAsync(
        long[] moments, int publication, CancellationToken cancellation) => AnswerAsync<ShardOutlook>(publication, async reading =>
    {
        var onRecord = new SegmentSums();
        var sizes = Array.ConvertAll(moments, _ => new SegmentSums());
        var there = new string?[moments.Length];
        await reading.LookAsync(
            slot =>
            {
                for (var i = 0; i < moments.Length; i++)
                {
                    if (reading.At(slot, moments[i]) is not { } segmentState)
                    {
                        return false;
                    }

                    there[i] = segmentState.Segment;
                }

                Count(_table[slot].SegmentState);
                return true;
            },
            customer =>
            {
                customer.SegmentsAt(reading.Terms, moments, there);
                Count(customer.SegmentState);
            });
        var segments = sizes.SelectMany(sums => sums.Segments).Concat(onRecord.Segments).Distinct().ToArray();
        return new(segments, onRecord.CustomersIn(segments), [.. sizes.Select(sums => sums.CustomersIn(segments))]);

        void Count(in SegmentState segmentState)
        {
            if (segmentState.Sequence > 0)
            {
                // Who was never in a segment has no time out of one either: their first purchase is no return.
                onRecord.Add(segmentState.Segment, 0);
            }

            for (var i = 0; i < there.Length; i++)
            {
                sizes[i].Add(there[i], 0);
            }
        }
    }, cancellation);

    public Task<long> FirstPurchaseAsync()
    {
        var first = long.MaxValue;
        for (var slot = 0; slot < _table.Slots; slot++)
        {
            first = _table[slot].CustomerId is null ? first : Math.Min(first, _table[slot].FirstPurchase);
        }

        return Task.FromResult(first);
    }

    public Task<ShardColumns> ColumnsAsync(
        long at, int publication, double share, CancellationToken cancellation) => AnswerAsync<ShardColumns>(publication, async reading =>
    {
        var strata = new Dictionary<string, List<(ulong Draw, SegmentState SegmentState)>>();
        await reading.ReadAsync(at, (id, segmentState) =>
        {
            if (segmentState.Segment is { } segment)
            {
                // Drawn by a hash of the hash: the hash itself has already decided who is in this shard.
                ref var stratum = ref CollectionsMarshal.GetValueRefOrAddDefault(strata, segment, out _);
                (stratum ??= []).Add((share < 1 ? XxHash64.Of(BitConverter.GetBytes(XxHash64.Of(id))) : 0, segmentState));
            }
        });
        var drawn = strata.Values
            .SelectMany(stratum => share < 1
                ? stratum.OrderBy(one => one.Draw).Take((int)Math.Round(share * stratum.Count))
                : stratum)
            .Select(one => one.SegmentState)
            .ToList();
        string[] segments = [.. strata.Keys];
        return new(
            [.. drawn.Select(one => Rfm.DaysSince(one.Newest, at))],
            [.. drawn.Select(one => (double)one.Frequency)],
            [.. drawn.Select(one => (double)one.Monetary)],
            segments,
            [.. drawn.Select(one => Array.IndexOf(segments, one.Segment))]);
    }, cancellation);

    public Task<OverlapMessage[]> OverlapAsync(
        long at, int publication, string candidate, CancellationToken cancellation) => AnswerAsync<OverlapMessage[]>(publication, async reading =>
    {
        var model = ModelText.Parse(candidate).Model;
        var cells = new Dictionary<(string? Segment, int Cluster), (long Customers, double Revenue)>();
        await reading.ReadAsync(at, (_, segmentState) =>
        {
            if (segmentState.Frequency > 0)
            {
                var cluster = model.Assign(Rfm.DaysSince(segmentState.Newest, at), segmentState.Frequency, (double)segmentState.Monetary);
                ref var cell = ref CollectionsMarshal.GetValueRefOrAddDefault(cells, (segmentState.Segment, cluster), out bool _);
                cell = (cell.Customers + 1, cell.Revenue + (double)segmentState.Monetary);
            }
        });
        return [.. cells.Select(cell => new OverlapMessage(cell.Key.Segment, cell.Key.Cluster, cell.Value.Customers, cell.Value.Revenue))];
    }, cancellation);

    /// <summary>Answers by one model: if another one comes into force in the middle, all over again by that.</summary>
    private async Task<T> AnswerAsync<T>(int publication, Func<ShardReading, Task<T>> answer, CancellationToken cancellation)
    {
        while (true)
        {
            var known = Math.Max(publication, _newestNoted);
            var terms = await models.TermsAsync(known);
            Know(terms);
            var reading = new ShardReading(_table, terms, models.WindowSince, customers, Unreadable, lifetime.ApplicationStopping, cancellation);
            var answered = await answer(reading);
            if (reading.Publication == models.Registry.Terms.Publication.Ordinal && _newestNoted <= Math.Max(known, reading.Publication))
            {
                return answered;
            }
        }
    }

    private static MemberMessage Line(string id, in SegmentState segmentState, long now) => new(
        XxHash64.Of(id), id, Rfm.DaysSince(segmentState.Newest, now), segmentState.Frequency, segmentState.Monetary, segmentState.Since);

    /// <summary>All of a queue whose last comes out first.</summary>
    private static T[] Drain<T, TPlace>(PriorityQueue<T, TPlace> queue)
    {
        var all = new T[queue.Count];
        for (var i = all.Length - 1; i >= 0; i--)
        {
            all[i] = queue.Dequeue();
        }

        return all;
    }
}
