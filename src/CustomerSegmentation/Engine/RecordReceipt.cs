using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Engine;

/// <summary>What became of the events of one call, once that is durable.</summary>
/// <param name="Recorded">Events that were new and count.</param>
/// <param name="Duplicates">Events that had been folded before; they changed nothing.</param>
/// <param name="Refused">Events that were not understood or not allowed, by their index in the call.</param>
public sealed record RecordReceipt(int Recorded, int Duplicates, IReadOnlyList<RefusedEvent> Refused)
{
    /// <summary>Nothing was sent, nothing happened.</summary>
    public static RecordReceipt Empty { get; } = new(0, 0, []);

    /// <summary>Both together; the indexes are of the same call.</summary>
    public RecordReceipt Plus(RecordReceipt other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(
            Recorded + other.Recorded,
            Duplicates + other.Duplicates,
            other.Refused.Count == 0 ? Refused : Refused.Count == 0 ? other.Refused : [.. Refused, .. other.Refused]);
    }
}

/// <summary>An event that changed nothing, and why.</summary>
/// <param name="Index">Its position in the call, from 0.</param>
/// <param name="EventId">Its id where it could be read.</param>
/// <param name="Code">One of <see cref="RefusalCodes"/>.</param>
/// <param name="Reason">A sentence for people.</param>
public sealed record RefusedEvent(int Index, string? EventId, string Code, string Reason)
{
    /// <summary>An event of whose id its customer already has another one.</summary>
    public static RefusedEvent Conflicting(int index, in AdmittedEvent e) => new(
        index,
        e.EventId,
        RefusalCodes.Conflict,
        $"Customer '{e.CustomerId}' already has an event '{e.EventId}' with other content; the first one stays.");

    /// <summary>An event of a customer of whom nothing can be read.</summary>
    public static RefusedEvent Unreadable(int index, in AdmittedEvent e) => new(
        index,
        e.EventId,
        RefusalCodes.UnreadableCustomer,
        $"What is stored of customer '{e.CustomerId}' cannot be read. Nothing of them is recorded until it is restored or they are erased.");
}
