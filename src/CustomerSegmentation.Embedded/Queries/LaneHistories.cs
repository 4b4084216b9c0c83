using System.Text;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Collections;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Embedded.Lanes;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Ledger.Sqlite;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Embedded.Queries;

/// <summary>
/// Answers who was where from the record, of which the lanes know the customers: their ids in order, where they are since
/// their last migration, and its place, from which the record is read backwards.
/// </summary>
internal sealed class LaneHistories(IReadOnlyList<CustomerLane> lanes, LaneRoute route, EngineReader reader)
{
    private const int MaxBatchSize = 50_000; // of the roll

    /// <summary>A page of a customer's migrations.</summary>
    public async Task<Page<Migration>> OfAsync(MigrationQuery query, CancellationToken cancellation)
    {
        var last = await LastAsync(query.CustomerId!).WaitAsync(cancellation);
        return await Task.Run(() => reader.History(query, last), cancellation);
    }

    /// <summary>One migration of a customer; null if there is none of that number.</summary>
    public async Task<Migration?> FindAsync(string customerId, int sequence, CancellationToken cancellation)
    {
        var last = await LastAsync(customerId).WaitAsync(cancellation);
        return await Task.Run(() => reader.Migration(last, sequence), cancellation);
    }

    /// <summary>Who was in a segment at a moment and since when, by id.</summary>
    /// <exception cref="InvalidCursorException">The cursor is not one of this list's, or its customer was erased.</exception>
    public async Task<Page<(string CustomerId, DateTimeOffset Since)>> MembersAsync(
        string segmentId, DateTimeOffset asOf, string? cursor, int limit, CancellationToken cancellation)
    {
        var after = cursor is null ? "" : await Task.Run(() => reader.CustomerAt(PastMembersCursor.Parse(cursor)), cancellation)
            ?? throw new InvalidCursorException(cursor);
        var members = new List<(string Id, DateTimeOffset Since, long Last)>();
        for (var (asked, found) = (4 * limit, int.MaxValue); members.Count <= limit && found >= asked; asked = Math.Min(2 * asked, MaxBatchSize))
        {
            var roll = await RollAsync(after, asked, MayHaveBeenThere, cancellation);
            await Task.Run(() => members.AddRange(WhoWere(segmentId, asOf, roll)), cancellation);
            found = roll.Count;
            after = found > 0 ? roll[^1].Id : after;
        }

        return new(
            [.. members.Take(limit).Select(member => (member.Id, member.Since))],
            members.Count > limit ? PastMembersCursor.Of(members[limit - 1].Last) : null);

        // Whoever has not moved since is where they are; of the others only the record tells.
        Stay? MayHaveBeenThere(Customer customer) =>
            customer.LastOnRecord == 0
            || (customer.SegmentState is var segmentState && segmentState.Since <= asOf.UtcTicks && segmentState.Segment != segmentId)
                ? null
                : new(customer.LastOnRecord, segmentState.Since);
    }

    /// <summary>The customers in cells of the matrix, by their id.</summary>
    /// <exception cref="InvalidCursorException">The cursor is not one of this list's.</exception>
    public async Task<Page<CellCustomer>> CellAsync(CellReport report, string? cursor, int limit, CancellationToken cancellation)
    {
        var after = CellCursor.Parse(cursor);
        var journeys = await reader.ReportAsync(report, cancellation);
        var most = Math.Min(limit, journeys.Count); // there may be no limit
        var found = await RollAsync(after, most + 1, JourneyOf, cancellation);
        return new(
            [.. found.Take(limit).Select(one => new CellCustomer(one.Id, one.What))],
            found.Count > limit ? CellCursor.Of(found[limit - 1].Id) : null);

        CellJourney? JourneyOf(Customer customer) =>
            journeys.TryGetValue(XxHash64.Of(Encoding.UTF8.GetBytes(customer.Id)), out var journey) ? journey : null;
    }

    private IEnumerable<(string Id, DateTimeOffset Since, long Last)> WhoWere(
        string segmentId, DateTimeOffset asOf, List<(string Id, Stay Stay)> roll)
    {
        foreach (var (id, stay) in roll)
        {
            if (stay.Since <= asOf.UtcTicks)
            {
                yield return (id, new(stay.Since, TimeSpan.Zero), stay.Last);
            }
            else if (reader.WhereAt(stay.Last, asOf) is { } then && then.SegmentId == segmentId)
            {
                yield return (id, then.Since, stay.Last);
            }
        }
    }

    private Task<long> LastAsync(string customerId) =>
        lanes[route.LaneOf(customerId)].AskAsync(lane => lane.Customers.Find(customerId)?.LastOnRecord ?? 0);

    /// <summary>The first so many customers after an id, by id, of whom something is known.</summary>
    private async Task<List<(string Id, T What)>> RollAsync<T>(
        string after, int count, Func<Customer, T?> known, CancellationToken cancellation)
        where T : struct
    {
        var first = new FirstById<T>(after, count);
        foreach (var lane in lanes)
        {
            await lane.EachCustomerAsync(Consider, cancellation);
        }

        return first.ToList();

        void Consider(Customer customer)
        {
            if (customer.Id is var id && first.MayTake(id) && known(customer) is { } what)
            {
                first.Take(id, what);
            }
        }
    }

    /// <summary>Where a customer's last migration is on record, and since when they are where it brought them (UTC ticks).</summary>
    private readonly record struct Stay(long Last, long Since);
}
