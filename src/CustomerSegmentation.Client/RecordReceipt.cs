using Orleans;

namespace CustomerSegmentation.Client;

/// <summary>What became of the events of one call, all of it durable.</summary>
/// <param name="Recorded">Events that were new and count.</param>
/// <param name="Duplicates">Events that were known already and changed nothing.</param>
/// <param name="Refused">Events that changed nothing because they were not understood or not allowed, by index.</param>
[GenerateSerializer, Immutable, Alias("segmentation.receipt")]
public sealed record RecordReceipt(
    [property: Id(0)] int Recorded, [property: Id(1)] int Duplicates, [property: Id(2)] IReadOnlyList<RefusedEvent> Refused);

/// <summary>An event that changed nothing, and why.</summary>
/// <param name="Index">Its place in the call, from 0.</param>
/// <param name="EventId">Its id, where it has one.</param>
/// <param name="Code">
/// For programs; never changes meaning: <c>invalid_id</c>, <c>invalid_type</c>, <c>future_time</c>, <c>invalid_amount</c>,
/// <c>invalid_currency</c>, <c>unknown_currency</c>, <c>conflict</c> and others that may come.
/// </param>
/// <param name="Reason">A sentence for people.</param>
[GenerateSerializer, Immutable, Alias("segmentation.refused")]
public sealed record RefusedEvent(
    [property: Id(0)] int Index, [property: Id(1)] string? EventId, [property: Id(2)] string Code, [property: Id(3)] string Reason);
