using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger.Records;

namespace CustomerSegmentation.Ledger;

/// <summary>
/// What a cluster has on record, in one of two databases: the same tables, the same queries, the same promises. Reading
/// is for any thread; every writer is for one thread at a time.
/// </summary>
public abstract class LedgerDatabase : IDisposable
{
    private protected LedgerDatabase(LedgerSource source)
    {
        Reader = new(source);
        Record = new(source);
        Subscriptions = new(source);
        Shards = new(source);
    }

    /// <summary>Migrations, models, segments and settings.</summary>
    public LedgerReader Reader { get; }

    /// <summary>The migrations in the order of record.</summary>
    public RecordReader Record { get; }

    /// <summary>Who is told of migrations.</summary>
    public SubscriptionReader Subscriptions { get; }

    /// <summary>The segment states of customers, by shard.</summary>
    public ShardReader Shards { get; }

    /// <summary>
    /// Whether the state of customers is here too, written in the transaction of what is on record; else it is kept elsewhere.
    /// </summary>
    public abstract bool HasState { get; }

    /// <summary>A reader of that state with a connection of its own. Whoever opened it disposes it.</summary>
    /// <exception cref="NotSupportedException">The state is kept elsewhere.</exception>
    public abstract CustomerStateReader OpenStates();

    /// <summary>A writer with a connection of its own, for one thread at a time. Whoever opened it disposes it.</summary>
    public abstract LedgerWriter OpenWriter();

    /// <summary>
    /// Whether an exception of a reader or writer means that the database cannot be reached or used now, and that trying
    /// again may help.
    /// </summary>
    public abstract bool IsAway(Exception e);

    /// <summary>Waits until this process gets the lease of a reader of the record.</summary>
    public abstract Task<ReaderLease> LeaseAsync(string reader, CancellationToken cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes every connection that is not in use.</summary>
    protected abstract void Dispose(bool disposing);
}
