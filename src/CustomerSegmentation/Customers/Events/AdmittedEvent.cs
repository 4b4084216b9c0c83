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
/// <param name="Amount">In the reporting currency.</param>
public readonly record struct AdmittedEvent(
    string CustomerId,
    string EventId,
    ulong EventKey,
    uint ContentCheck,
    ulong OrderKey,
    PurchaseEventType Type,
    long OccurredAt,
    decimal Amount);
