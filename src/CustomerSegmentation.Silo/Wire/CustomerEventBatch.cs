using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Silo.Wire;

/// <summary>Events of one customer that are recorded together: one call, one write.</summary>
/// <param name="Events">In the order in which they came.</param>
/// <param name="Publication">Ordinal of the publication that the sender knows: the customer adopts no older one.</param>
[GenerateSerializer, Immutable, Alias("event-parcel")]
internal sealed record CustomerEventBatch(
    [property: Id(0)] AdmittedEvent[] Events,
    [property: Id(1)] int Publication);

/// <summary>What became of the events of a parcel, once that is durable.</summary>
/// <param name="Statuses">One per event.</param>
/// <param name="RecordEnd">How far the record of migrations goes, theirs included.</param>
[GenerateSerializer, Immutable, Alias("parcel-receipt")]
internal sealed record EventBatchReceipt(
    [property: Id(0)] RecordStatus[] Statuses,
    [property: Id(1)] long RecordEnd);
