namespace CustomerSegmentation.Ledger.Records;

/// <summary>Reads the segment states of customers. Any thread.</summary>
public sealed class ShardReader
{
    private readonly LedgerSource _source;

    internal ShardReader(LedgerSource source) => _source = source;

    /// <summary>Everyone in a shard, in no order, as of the moment when this began. Read as it is enumerated: a shard may be large.</summary>
    /// <exception cref="InvalidDataException">A row is damaged.</exception>
    public IEnumerable<SegmentStateRow> Rows(int shard) => _source.SegmentStates(shard);

    /// <summary>The segment state of one customer; null for one who is not on record.</summary>
    public SegmentStateRow? Find(string customerId) => _source.SegmentState(customerId);

    /// <summary>How many customers there are.</summary>
    public long Count() => _source.CountSegmentStates();
}
