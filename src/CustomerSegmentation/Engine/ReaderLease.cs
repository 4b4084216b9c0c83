namespace CustomerSegmentation.Engine;

/// <summary>
/// The right to pass migrations on as a reader of the record: of all the processes that share a record, one has it at a
/// time. It may be lost, as when its process is cut off; until that is noticed two may pass on the same, never less.
/// </summary>
/// <param name="giveBack">Lets another one have it.</param>
/// <param name="lost">Cancelled when another process may hold the lease.</param>
public sealed class ReaderLease(Func<ValueTask> giveBack, CancellationToken lost) : IAsyncDisposable
{
    /// <summary>The lease of a process that has its record to itself.</summary>
    public static ReaderLease Always { get; } = new(static () => ValueTask.CompletedTask, CancellationToken.None);

    /// <summary>Cancelled when another process may hold the lease.</summary>
    public CancellationToken Lost => lost;

    /// <summary>Lets another process have it.</summary>
    public ValueTask DisposeAsync() => giveBack();
}
