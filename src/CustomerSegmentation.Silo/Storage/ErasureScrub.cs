using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Sqlite;
using CustomerSegmentation.Silo.Records;

namespace CustomerSegmentation.Silo.Storage;

/// <summary>
/// Makes sure that of an erased customer no byte is left in the file and its log: what is overwritten in the file may still
/// remain in the log until that is cut.
/// </summary>
internal sealed class ErasureScrub(LedgerDatabase ledger, LedgerQueue queue, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether somebody was erased of whom there may be traces left.</summary>
    public bool IsOwed => ledger.HasState && ledger.Reader.Meta(Erasure.Owed) is not null;

    /// <summary>Complete once nothing is left of whoever was erased before. Who reads the file at length is waited for.</summary>
    public async Task RunAsync()
    {
        var owed = ledger.Reader.Meta(Erasure.Owed);
        while (!await queue.ScrubAsync())
        {
            await Task.Delay(Pause, TimeProvider.System, lifetime.ApplicationStopping);
        }

        if (owed is not null)
        {
            await queue.WriteAsync(writer => writer.Scrubbed(owed));
        }
    }
}
