using CustomerSegmentation.Subscriptions;

namespace CustomerSegmentation.Engine;

/// <summary>
/// Who is told of migrations, and what has become of what they were sent. Writing is durable when it completes, and
/// waits while storage fails. Every member may be called from any thread.
/// </summary>
public interface ISubscriptionStore
{
    /// <summary>Every subscription, by id.</summary>
    Task<IReadOnlyList<Subscription>> AllAsync(CancellationToken cancellation = default);

    /// <summary>Keeps a subscription, new or changed.</summary>
    Task SaveAsync(Subscription subscription, CancellationToken cancellation = default);

    /// <summary>Removes a subscription with its deliveries and its bookmark.</summary>
    Task RemoveAsync(string subscriptionId, CancellationToken cancellation = default);

    /// <summary>The newest deliveries of a subscription, newest first; older ones than the last 1,000 are forgotten.</summary>
    /// <exception cref="InvalidCursorException">The cursor is not one of this list's.</exception>
    Task<Page<Delivery>> DeliveriesAsync(
        string subscriptionId, string? cursor, int limit, CancellationToken cancellation = default);

    /// <summary>
    /// Keeps a delivery, new or changed, and in the same transaction the bookmark of the reader of the subscription's name.
    /// </summary>
    /// <param name="subscriptionId">Whose.</param>
    /// <param name="delivery">What has become of it.</param>
    /// <param name="bookmark">The position up to which the subscriber has everything; null to leave it.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    Task SaveAsync(string subscriptionId, Delivery delivery, long? bookmark, CancellationToken cancellation = default);
}
