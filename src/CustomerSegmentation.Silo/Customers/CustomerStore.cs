using CustomerSegmentation.Customers;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Silo.Customers;

/// <summary>
/// Keeps one customer for one activation. What the activation folds is put here in its order, and is durable when state,
/// record and shard have it. On the scheduler of the activation only.
/// </summary>
internal abstract class CustomerStore
{
    /// <summary>
    /// The batch that the last of what was put here is in, for callers of the same silo to wait for; 0 when all of it is durable.
    /// Null where only <see cref="DurableAsync"/> tells.
    /// </summary>
    public virtual long? Ticket => null;

    /// <summary>The customer as they are stored; null for one who is not known.</summary>
    /// <exception cref="InvalidDataException">What is stored is damaged.</exception>
    public abstract Task<Customer?> OpenAsync(CancellationToken cancellation);

    /// <summary>Takes the customer as they are now.</summary>
    /// <param name="customer">Who.</param>
    /// <param name="change">What has led there since they were put here last.</param>
    public abstract void Put(Customer customer, in CustomerStep change);

    /// <summary>Complete when everything that was put here is durable, on record, and known to the shard.</summary>
    public abstract Task DurableAsync();

    /// <summary>Removes everything that is known of the customer, durably. Whoever calls has waited for all that was put here.</summary>
    public abstract Task EraseAsync();

    /// <summary>Whether a crash interrupted an erasure: it is to be finished before anything else.</summary>
    public virtual bool IsErasing => false;

    /// <summary>The activation ends. The next one reads what is stored only once all that was put here is there.</summary>
    public virtual Task CloseAsync() => Task.CompletedTask;
}

/// <summary>What has led a customer from where they were to where they are.</summary>
/// <param name="Migrations">In their order.</param>
/// <param name="FirstContact">
/// When the first event happened and when the engine knew of it (UTC ticks), of a customer who was in no segment after it.
/// </param>
/// <param name="Events">The oldest and the newest moment that the events behind it speak of (UTC ticks); null for none.</param>
internal readonly record struct CustomerStep(
    IReadOnlyList<Migration> Migrations, (long At, long RecordedAt)? FirstContact, (long Oldest, long Newest)? Events);
