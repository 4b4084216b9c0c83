using System.Globalization;
using CustomerSegmentation.Ledger.Records;

namespace CustomerSegmentation.Ledger.Sqlite;

/// <content>Where customers stand, in the file of a cluster of one.</content>
public sealed partial class SqliteWriter
{
    private const string SaveSegmentState = """
        INSERT INTO segment_states (customer, shard, version, segment, since, cause, sequence, publication, due, frequency,
            monetary, newest, oldest, first_purchase, events)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        """ + "\n" + SegmentStateConflict;

    private protected override bool HasSegmentStates { get; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">This file does not keep where customers stand.</exception>
    public override void Save(SegmentStateRow segmentState)
    {
        ArgumentNullException.ThrowIfNull(segmentState);
        if (!HasSegmentStates)
        {
            throw new InvalidOperationException("The embedded engine keeps where customers stand in its pages.");
        }

        Run(
            SaveSegmentState,
            segmentState.CustomerId,
            (long)segmentState.Shard,
            segmentState.Version,
            segmentState.Segment,
            segmentState.Since,
            (long)segmentState.Cause,
            (long)segmentState.Sequence,
            (long)segmentState.Publication,
            segmentState.Due,
            (long)segmentState.Frequency,
            segmentState.Monetary.ToString(CultureInfo.InvariantCulture),
            segmentState.Newest,
            segmentState.Oldest,
            segmentState.FirstPurchase,
            (long)segmentState.Events);
    }
}
