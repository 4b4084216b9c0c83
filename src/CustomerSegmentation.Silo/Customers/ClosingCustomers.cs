using System.Collections.Concurrent;

namespace CustomerSegmentation.Silo.Customers;

/// <summary>
/// Customers whose activation has ended before all of it was durable, as when storage is away. Their next activation waits, or it
/// would go on from what is no longer true and write over it.
/// </summary>
internal sealed class ClosingCustomers
{
    private readonly ConcurrentDictionary<string, Task> _closing = new(StringComparer.Ordinal);

    /// <summary>A customer's activation ends; all of it is durable, or refused, once this is complete.</summary>
    public void Add(string customerId, Task durable)
    {
        _closing[customerId] = durable;
        _ = ForgetAsync();

        async Task ForgetAsync()
        {
            await durable.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _closing.TryRemove(KeyValuePair.Create(customerId, durable));
        }
    }

    /// <summary>Complete once nothing of a customer is on the way to storage.</summary>
    public async ValueTask ClosedAsync(string customerId)
    {
        if (!_closing.IsEmpty && _closing.TryGetValue(customerId, out var closing))
        {
            await closing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
