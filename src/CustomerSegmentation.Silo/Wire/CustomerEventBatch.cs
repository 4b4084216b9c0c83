using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Silo.Wire;

/// <summary>Events of one customer that are recorded together: one call, one write.</summary>
/// <param name="Events">In the order in which they came.</param>
/// <param name="Publication">Ordinal of the publication that the sender knows: the customer adopts no older one.</param>
/// <param name="Sender">Names the silo that sends it, if the sender waits for what is durable there; 0 if not.</param>
[GenerateSerializer, Immutable, Alias("event-parcel")]
internal sealed record CustomerEventBatch(
    [property: Id(0)] AdmittedEvent[] Events,
    [property: Id(1)] int Publication,
    [property: Id(2)] long Sender = 0);

/// <summary>What became of the events of a batch. It is durable, except for what a ticket represents.</summary>
/// <param name="Statuses">One per event.</param>
/// <param name="RecordEnd">How far the record of migrations goes, theirs included if they are durable.</param>
/// <param name="Ticket">The batch of the sender's silo in which it becomes durable; 0 if it is.</param>
[GenerateSerializer, Immutable, Alias("parcel-receipt")]
internal sealed record EventBatchReceipt(
    [property: Id(0)] RecordStatus[] Statuses,
    [property: Id(1)] long RecordEnd,
    [property: Id(2)] long Ticket = 0);
