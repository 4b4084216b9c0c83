using CustomerSegmentation.Engine;
using CustomerSegmentation.Subscriptions;

namespace CustomerSegmentation.Ledger.Records;

/// <summary>Subscriptions and deliveries in the ledger.</summary>
/// <param name="subscriptions">Reads them.</param>
public abstract class SubscriptionStore(SubscriptionReader subscriptions) : ISubscriptionStore
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<Subscription>> AllAsync(CancellationToken cancellation = default) =>
        ReadAsync(subscriptions.All, cancellation);

    /// <inheritdoc/>
    public Task SaveAsync(Subscription subscription, CancellationToken cancellation = default) =>
        WriteAsync(writer => writer.Save(subscription)).WaitAsync(cancellation);

    /// <inheritdoc/>
    public Task RemoveAsync(string subscriptionId, CancellationToken cancellation = default) =>
        WriteAsync(writer => writer.DeleteSubscription(subscriptionId)).WaitAsync(cancellation);

    /// <inheritdoc/>
    public Task<Page<Delivery>> DeliveriesAsync(
        string subscriptionId, string? cursor, int limit, CancellationToken cancellation = default) =>
        ReadAsync(() => subscriptions.Deliveries(subscriptionId, cursor, limit), cancellation);

    /// <inheritdoc/>
    public Task SaveAsync(string subscriptionId, Delivery delivery, long? bookmark, CancellationToken cancellation = default) =>
        WriteAsync(writer =>
        {
            writer.Save(subscriptionId, delivery);
            if (bookmark is { } position)
            {
                writer.SaveBookmark(subscriptionId, position);
            }
        }).WaitAsync(cancellation);

    /// <summary>Reads beside the caller.</summary>
    protected abstract Task<T> ReadAsync<T>(Func<T> read, CancellationToken cancellation);

    /// <summary>Hands over to the writer of the ledger. Complete when it is on record.</summary>
    protected abstract Task WriteAsync(Action<LedgerWriter> write);
}
