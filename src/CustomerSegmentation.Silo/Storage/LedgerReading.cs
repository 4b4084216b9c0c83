using CustomerSegmentation.Ledger;

namespace CustomerSegmentation.Silo.Storage;

/// <summary>Reads the ledger beside the caller.</summary>
internal static class LedgerReading
{
    /// <exception cref="TimeoutException">The ledger is away.</exception>
    public static async Task<T> ReadAsync<T>(this LedgerDatabase ledger, Func<T> read, CancellationToken cancellation = default)
    {
        try
        {
            return await Task.Run(read, cancellation);
        }
        catch (Exception e) when (ledger.IsAway(e))
        {
            throw new TimeoutException($"The ledger does not answer: {e.Message}", e);
        }
    }
}
