using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Ledger;

namespace CustomerSegmentation.Silo.Records;

/// <summary>
/// What the ledger's queue knows of an activation of a customer: what of it is not durable yet, and whether something of it was
/// refused. Then everything after that is refused as well, and only a new activation, which reads what is on record, may go on.
/// </summary>
/// <param name="customerId">Who.</param>
/// <param name="shard">Number of their shard.</param>
/// <param name="location">Where the database has them; null where their state is elsewhere.</param>
internal sealed class CustomerSession(string customerId, int shard, CustomerLocation? location)
{
    private volatile Exception? _refusal;
    private BatchEntry? _lastEntry;

    /// <summary>Who.</summary>
    public string CustomerId => customerId;

    /// <summary>Number of their shard.</summary>
    public int Shard => shard;

    /// <summary>Where the database has them.</summary>
    public CustomerLocation? Location => location;

    /// <summary>The batch with the last that is not durable yet; 0 when all is.</summary>
    public long Ticket => LastEntry?.Batch ?? 0;

    /// <summary>Why nothing more is taken; null as long as it is.</summary>
    public Exception? Refusal => _refusal;

    /// <summary>The last entry that was put into a batch and is not durable yet. The queue's.</summary>
    public BatchEntry? LastEntry
    {
        get => Volatile.Read(ref _lastEntry);
        set => Volatile.Write(ref _lastEntry, value);
    }

    /// <summary>What was put into a batch is durable: nothing of it is kept here, as a customer stays in memory for long after it.</summary>
    public void Durable(BatchEntry entry) => Interlocked.CompareExchange(ref _lastEntry, null, entry);

    /// <summary>Something will never be on record.</summary>
    public void Refuse(Exception reason) => _refusal ??= reason;
}
