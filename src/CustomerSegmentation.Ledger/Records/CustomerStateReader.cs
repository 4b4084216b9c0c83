namespace CustomerSegmentation.Ledger.Records;

/// <summary>Reads the state of customers by their id, on a connection of its own, for one thread at a time.</summary>
public abstract class CustomerStateReader : IDisposable
{
    /// <summary>Reads several at once, as of one moment.</summary>
    /// <param name="ids">Who.</param>
    /// <returns>One for each id; the exception of one whose row is damaged is in their place.</returns>
    /// <exception cref="System.Data.Common.DbException">The database cannot be read.</exception>
    public abstract IReadOnlyList<StoredCustomerOrFault> Read(IReadOnlyList<string> ids);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the connection.</summary>
    protected abstract void Dispose(bool disposing);
}

/// <summary>A customer, or why they cannot be read.</summary>
/// <param name="Customer">As the database has them; null if they cannot be read.</param>
/// <param name="Fault">Why not; null if they can.</param>
public readonly record struct StoredCustomerOrFault(StoredCustomer? Customer, InvalidDataException? Fault);
