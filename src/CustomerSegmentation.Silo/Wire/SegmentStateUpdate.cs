using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Silo.Wire;

/// <summary>
/// The segment state of a customer, as the ledger keeps it and as their shard is told once it is on record. Telling it twice changes
/// nothing. Times are UTC ticks.
/// </summary>
// A class since the first release. Orleans writes a record otherwise, and reads the one as the other with every field at its default.
[GenerateSerializer, Immutable, Alias("customer-note")]
internal sealed class SegmentStateUpdate
{
    /// <summary>How many times the customer's state was written; of two notes the one with the higher version is true.</summary>
    [Id(0)] public long Version { get; init; }

    /// <summary>Id of the segment; null for none.</summary>
    [Id(1)] public string? Segment { get; init; }

    [Id(2)] public long Since { get; init; }

    [Id(3)] public MigrationCause Cause { get; init; }

    [Id(4)] public int Sequence { get; init; }

    [Id(5)] public int Publication { get; init; }

    [Id(6)] public long Due { get; init; }

    [Id(7)] public int Frequency { get; init; }

    [Id(8)] public decimal Monetary { get; init; }

    [Id(9)] public long Newest { get; init; }

    [Id(10)] public long Oldest { get; init; }

    /// <summary>The first purchase ever; <see cref="long.MaxValue"/> when only refunds are known.</summary>
    [Id(11)] public long FirstPurchase { get; init; }

    [Id(12)] public int Events { get; init; }

    /// <summary>The newest and the oldest moment that the events behind this note speak of; null where none led to it.</summary>
    [Id(13)] public long? NewestEvent { get; private set; }

    [Id(14)] public long? OldestEvent { get; private set; }

    /// <summary>Who.</summary>
    [Id(15)] public string CustomerId { get; init; } = "";

    /// <summary>The segment state of the customer.</summary>
    public SegmentState SegmentState => new()
    {
        Segment = Segment,
        Since = Since,
        Cause = Cause,
        Sequence = Sequence,
        Publication = Publication,
        Due = Due,
        Frequency = Frequency,
        Monetary = Monetary,
        Newest = Newest,
    };

    /// <summary>This note comes in place of an earlier one that nobody has been told.</summary>
    public void Cover(SegmentStateUpdate? earlier)
    {
        if (earlier?.NewestEvent is { } newest)
        {
            NewestEvent = Math.Max(newest, NewestEvent ?? newest);
            OldestEvent = Math.Min(earlier.OldestEvent ?? newest, OldestEvent ?? newest);
        }
    }

    /// <summary>The segment state of a customer as of a version of their state.</summary>
    /// <param name="customer">Who.</param>
    /// <param name="version">Of their state.</param>
    /// <param name="events">The oldest and the newest moment that the events behind it speak of; null where none led to it.</param>
    public static SegmentStateUpdate Of(Customer customer, long version, (long Oldest, long Newest)? events)
    {
        var (segmentState, oldest) = CustomerSummary.Of(customer);
        return new()
        {
            Version = version,
            Segment = segmentState.Segment,
            Since = segmentState.Since,
            Cause = segmentState.Cause,
            Sequence = segmentState.Sequence,
            Publication = segmentState.Publication,
            Due = segmentState.Due,
            Frequency = segmentState.Frequency,
            Monetary = segmentState.Monetary,
            Newest = segmentState.Newest,
            Oldest = oldest,
            FirstPurchase = customer.FirstPurchaseAt?.UtcTicks ?? long.MaxValue,
            Events = customer.Events,
            CustomerId = customer.Id,
            OldestEvent = events?.Oldest,
            NewestEvent = events?.Newest,
        };
    }

    /// <summary>As the ledger keeps it.</summary>
    public SegmentStateRow ToLedger(int shard) => new(
        CustomerId, shard, Version, Segment, Since, Cause, Sequence, Publication, Due, Frequency, Monetary, Newest, Oldest, FirstPurchase, Events);
}
