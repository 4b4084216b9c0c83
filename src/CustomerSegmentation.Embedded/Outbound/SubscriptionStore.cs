using CustomerSegmentation.Embedded.Commits;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Ledger.Sqlite;
using CustomerSegmentation.Subscriptions;

namespace CustomerSegmentation.Embedded.Outbound;

/// <summary>Subscriptions and deliveries in the engine's file.</summary>
internal sealed class SubscriptionStore(EngineFile file, Committer committer) : ISubscriptionStore
{
    public Task<IReadOnlyList<Subscription>> AllAsync(CancellationToken cancellation = default) =>
        Task.Run(file.Subscriptions.All, cancellation);

    public Task SaveAsync(Subscription subscription, CancellationToken cancellation = default) =>
        committer.WriteAsync(writer => writer.Save(subscription)).WaitAsync(cancellation);

    public Task RemoveAsync(string subscriptionId, CancellationToken cancellation = default) =>
        committer.WriteAsync(writer => writer.DeleteSubscription(subscriptionId)).WaitAsync(cancellation);

    public Task<Page<Delivery>> DeliveriesAsync(
        string subscriptionId, string? cursor, int limit, CancellationToken cancellation = default) =>
        Task.Run(() => file.Subscriptions.Deliveries(subscriptionId, cursor, limit), cancellation);

    public Task SaveAsync(string subscriptionId, Delivery delivery, long? bookmark, CancellationToken cancellation = default) =>
        committer.WriteAsync(writer =>
        {
            writer.Save(subscriptionId, delivery);
            if (bookmark is { } position)
            {
                writer.SaveBookmark(subscriptionId, position);
            }
        }).WaitAsync(cancellation);
}
