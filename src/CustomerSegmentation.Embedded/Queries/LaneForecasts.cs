using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Embedded.Lanes;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Embedded.Queries;

/// <summary>Answers from the lanes' customers what time alone will make of them, and by the record what else may come.</summary>
internal sealed class LaneForecasts(IReadOnlyList<CustomerLane> lanes, LedgerReader record)
{
    /// <summary>A page of who leaves a segment, soonest first.</summary>
    public async Task<Page<Departure>> LeavingAsync(
        string segmentId, DateTimeOffset now, TimeSpan within, string? cursor, int limit)
    {
        var list = new DepartureList(now, within, cursor, limit);
        var until = new DateTimeOffset(list.Until, TimeSpan.Zero);
        foreach (var lane in lanes)
        {
            await ReadAsync(lane, until, (owner, slot) =>
            {
                // Nobody leaves before they are due.
                if (owner.Customers.Columns.Due[slot] <= list.Until
                    && owner.Customers[slot]!.DepartureFrom(segmentId, owner.Terms, now, until) is { } departure)
                {
                    list.Consider(departure);
                }
            });
        }

        return list.ToPage();
    }

    /// <summary>Segment sizes ahead, both ways.</summary>
    public async Task<SegmentOutlook> OutlookAsync(
        OutlookQuery query, SegmentModel model, DateTimeOffset now, CancellationToken cancellation)
    {
        var count = OutlookCount.Of(query, model, now);
        var last = new DateTimeOffset(count.Moments[^1], TimeSpan.Zero);
        foreach (var lane in lanes)
        {
            await ReadAsync(lane, last, (owner, slot) => count.Add(owner.Customers[slot]!, owner.Terms));
        }

        return await Task.Run(() => count.Outlook(query, record.MovesWithin(now - query.Lookback, now)), cancellation);
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
}
