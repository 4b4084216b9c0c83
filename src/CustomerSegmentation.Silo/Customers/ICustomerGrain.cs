using CustomerSegmentation.Silo.Wire;

namespace CustomerSegmentation.Silo.Customers;

/// <summary>A customer as an actor. The key is the customer's id.</summary>
[Alias("customer")]
internal interface ICustomerGrain : IGrainWithStringKey
{
    /// <summary>Folds events and reassigns the customer at once. Complete when it is durable and on record.</summary>
    [Alias("record")]
    Task<EventBatchReceipt> RecordAsync(CustomerEventBatch batch);

    /// <summary>
    /// Lets time pass until a moment (UTC ticks) and adopts the model in force, durably.
    /// </summary>
    /// <returns>How far the record of migrations goes then; null for a customer who is not known.</returns>
    [Alias("advance")]
    Task<long?> AdvanceAsync(long until, int publication);

    /// <summary>The customer as packed bytes; null for an unknown one.</summary>
    [Alias("read")]
    Task<byte[]?> ReadAsync(CancellationToken cancellation);

    /// <summary>
    /// Takes over a customer from an export, durably, and leaves memory. Once more changes nothing. False for one who is known
    /// by other events.
    /// </summary>
    /// <param name="packed">By <see cref="CustomerSegmentation.Customers.Packing.CustomerCodec"/>.</param>
    /// <param name="now">The clock of whoever imports (UTC ticks).</param>
    [Alias("restore")]
    Task<bool> RestoreAsync(byte[] packed, long now);

    /// <summary>Erases state, events and history, durably. False for an unknown customer.</summary>
    [Alias("erase")]
    Task<bool> EraseAsync();
}
