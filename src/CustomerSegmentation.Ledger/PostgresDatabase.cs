namespace CustomerSegmentation.Ledger;

/// <summary>The ledger of a cluster in PostgreSQL, in a schema of its own, <c>segmentation</c>.</summary>
public sealed class PostgresDatabase : LedgerDatabase
{
    private PostgresDatabase(LedgerSource source)
        : base(source)
    {
    }

    /// <summary>Opens the ledger; makes its tables where they are missing and brings older ones to the form of today.</summary>
    /// <exception cref="StorageException">The server cannot be reached, or the tables are of a newer version.</exception>
    public static PostgresDatabase Open(string connectionString) => throw new NotSupportedException(connectionString);

    /// <summary>
    /// Tells how far the record goes, at the beginning and whenever it goes further, whoever wrote. Goes on while the
    /// server is away, and ends when it is cancelled.
    /// </summary>
    public Task WatchAsync(Action<long> moved, CancellationToken cancellation) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override LedgerWriter OpenWriter() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override bool IsAway(Exception e) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => throw new NotSupportedException();
}
