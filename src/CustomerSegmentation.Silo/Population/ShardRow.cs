using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Silo.Wire;

namespace CustomerSegmentation.Silo.Population;

/// <summary>A customer as their shard knows them.</summary>
/// <param name="CustomerId">Who.</param>
/// <param name="Version">Of the customer's state that this comes from.</param>
/// <param name="CustomerSummary">Their segment state. The shard may be ahead of the customer by steps that change no segment.</param>
/// <param name="FirstPurchase">UTC ticks; <see cref="long.MaxValue"/> when only refunds are known.</param>
internal readonly record struct ShardRow(string CustomerId, long Version, CustomerSummary CustomerSummary, long FirstPurchase)
{
    public SegmentState SegmentState => CustomerSummary.SegmentState;

    /// <summary>As a customer tells it.</summary>
    public static ShardRow Of(SegmentStateUpdate update) =>
        new(update.CustomerId, update.Version, new(update.SegmentState, update.Oldest), update.FirstPurchase);

    /// <summary>As the ledger has it.</summary>
    public static ShardRow Of(SegmentStateRow row) => new(
        row.CustomerId,
        row.Version,
        new(
            new()
            {
                Segment = row.Segment is { } segment ? string.Intern(segment) : null,
                Since = row.Since,
                Cause = row.Cause,
                Sequence = row.Sequence,
                Publication = row.Publication,
                Due = row.Due,
                Frequency = row.Frequency,
                Monetary = row.Monetary,
                Newest = row.Newest,
            },
            row.Oldest),
        row.FirstPurchase);
}
