namespace CustomerSegmentation.Customers.Events;

/// <summary>
/// An event that passed <see cref="EventValidator"/>: what a customer folds. Identifiers that only need to be
/// told apart are hashes from here on.
/// </summary>
/// <param name="CustomerId">Whose it is.</param>
/// <param name="EventId">Its id; kept on record when it causes a migration.</param>
/// <param name="EventKey">Hash of the event id.</param>
/// <param name="ContentCheck">Hash of everything else the shop said, to tell a redelivery from a conflict.</param>
/// <param name="OrderKey">Hash of the order id.</param>
/// <param name="Type">Purchase or refund.</param>
/// <param name="OccurredAt">UTC ticks.</param>
/// <param name="Amount">As the shop said it: in the reporting currency, or in that of <see cref="Exchange"/>.</param>
public readonly record struct AdmittedEvent(
    string CustomerId,
    string EventId,
    ulong EventKey,
    uint ContentCheck,
    ulong OrderKey,
    PurchaseEventType Type,
    long OccurredAt,
    decimal Amount)
{
    /// <summary>The currency of the amount and what it is worth; null for the reporting currency.</summary>
    public ExchangeRate? Exchange { get; init; }

    /// <summary>
    /// Under the event clock, the engine's now when it was let in (UTC ticks): the newest of this event and of those before it
    /// in the stream. 0 under the wall clock.
    /// </summary>
    public long LetInAt { get; init; }

    /// <summary>
    /// The event as it counts under the wall clock: the clock of a shop that is ahead of the engine's does not move anybody in the
    /// future, so an event from there happens when it arrives.
    /// </summary>
    /// <param name="now">UTC ticks.</param>
    public AdmittedEvent NotAfter(long now) => OccurredAt > now ? this with { OccurredAt = now } : this;
}
