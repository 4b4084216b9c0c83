using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Silo.Storage;

namespace CustomerSegmentation.Silo.Records;

/// <summary>Subscriptions and deliveries in the ledger that the silos share.</summary>
internal sealed class LedgerSubscriptions(LedgerDatabase ledger, LedgerQueue queue) : SubscriptionStore(ledger.Subscriptions)
{
    protected override Task<T> ReadAsync<T>(Func<T> read, CancellationToken cancellation) => ledger.ReadAsync(read, cancellation);

    protected override Task WriteAsync(Action<LedgerWriter> write) => queue.WriteAsync(write);
}
