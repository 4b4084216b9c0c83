using CustomerSegmentation.Embedded.Commits;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Ledger.Sqlite;

namespace CustomerSegmentation.Embedded.Outbound;

/// <summary>Subscriptions and deliveries in the engine's file.</summary>
internal sealed class FileSubscriptions(EngineFile file, Committer committer) : SubscriptionStore(file.Subscriptions)
{
    protected override Task<T> ReadAsync<T>(Func<T> read, CancellationToken cancellation) => Task.Run(read, cancellation);

    protected override Task WriteAsync(Action<LedgerWriter> write) => committer.WriteAsync(write);
}
