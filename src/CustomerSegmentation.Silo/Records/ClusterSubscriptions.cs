using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Silo.Storage;
using CustomerSegmentation.Subscriptions;

namespace CustomerSegmentation.Silo.Records;

/// <summary>Subscriptions and deliveries in the ledger.</summary>
internal sealed class ClusterSubscriptions(LedgerDatabase ledger, LedgerQueue queue) : ISubscriptionStore
{
    public Task<IReadOnlyList<Subscription>> AllAsync(CancellationToken cancellation = default) =>
        ledger.ReadAsync(ledger.Subscriptions.All, cancellation);

    public Task SaveAsync(Subscription subscription, CancellationToken cancellation = default) =>
        queue.WriteAsync(writer => writer.Save(subscription)).WaitAsync(cancellation);

    public Task RemoveAsync(string subscriptionId, CancellationToken cancellation = default) =>
        queue.WriteAsync(writer => writer.DeleteSubscription(subscriptionId)).WaitAsync(cancellation);

    public Task<Page<Delivery>> DeliveriesAsync(
        string subscriptionId, string? cursor, int limit, CancellationToken cancellation = default) =>
        ledger.ReadAsync(() => ledger.Subscriptions.Deliveries(subscriptionId, cursor, limit), cancellation);

    public Task SaveAsync(string subscriptionId, Delivery delivery, long? bookmark, CancellationToken cancellation = default) =>
        queue.WriteAsync(writer =>
        {
            writer.Save(subscriptionId, delivery);
            if (bookmark is { } position)
            {
                writer.SaveBookmark(subscriptionId, position);
            }
        }).WaitAsync(cancellation);
}
