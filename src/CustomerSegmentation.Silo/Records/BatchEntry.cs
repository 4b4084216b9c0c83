using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Records;

namespace CustomerSegmentation.Silo.Records;

/// <summary>One of the things in a batch: what a customer has become, or anything else that is to be written.</summary>
/// <param name="batch">The number of its batch.</param>
internal sealed class BatchEntry(long batch)
{
    /// <summary>The number of its batch.</summary>
    public long Batch => batch;

    /// <summary>Whose customer; null for anything else.</summary>
    public CustomerSession? Session { get; init; }

    /// <summary>What they have become.</summary>
    public CustomerChange? Change { get; set; }

    /// <summary>The index of their update in the part of their shard.</summary>
    public int Place { get; init; }

    /// <summary>Anything else.</summary>
    public Action<LedgerWriter>? Write { get; init; }

    /// <summary>Who waits for it.</summary>
    public TaskCompletionSource<long>? Done { get; init; }

    /// <summary>Why it will never be on record; null as long as it may.</summary>
    public Exception? Refused { get; private set; }

    /// <summary>The customer has become something else before this was written.</summary>
    public void Replace(CustomerChange later) => Change = later with
    {
        Migrations = [.. Change!.Migrations, .. later.Migrations],
        FirstContact = Change.FirstContact ?? later.FirstContact,
    };

    /// <summary>Writes it. What is based on something refused is refused as well: a part of it would be missing.</summary>
    public void WriteTo(LedgerWriter writer)
    {
        if (Session?.Refusal is { } reason)
        {
            throw new InvalidOperationException("What came before it was refused.", reason);
        }

        Write?.Invoke(writer);
        if (Change is { } change)
        {
            writer.Save(change);
        }
    }

    /// <summary>It will never be on record.</summary>
    public void Refuse(Exception reason)
    {
        Refused = reason;
        Session?.Refuse(reason);
        Done?.TrySetException(reason);
    }
}
