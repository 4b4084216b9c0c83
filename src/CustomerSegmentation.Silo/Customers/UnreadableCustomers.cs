using System.Collections.Concurrent;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Silo.Telemetry;

namespace CustomerSegmentation.Silo.Customers;

/// <summary>
/// The customers in memory of this silo of whom what is stored could not be read. That does not pass by itself: their events are refused, so that nobody
/// waits for them, until they are restored or erased.
/// </summary>
internal sealed class UnreadableCustomers
{
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, UnreadableCustomer> _customers = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    public UnreadableCustomers(EngineMetrics metrics, TimeProvider time, ILogger<UnreadableCustomers> log)
    {
        (_time, _log) = (time, log);
        metrics.ObserveUnreadable(() => _customers.Count);
    }

    /// <summary>Who, in the order of their ids.</summary>
    public IReadOnlyList<UnreadableCustomer> All =>
        _customers.IsEmpty ? [] : [.. _customers.Values.OrderBy(customer => customer.CustomerId, StringComparer.Ordinal)];

    /// <summary>What is stored of a customer cannot be read.</summary>
    public void Add(string customerId, InvalidDataException damage)
    {
        if (_customers.TryAdd(customerId, new(customerId, damage.Message, _time.GetUtcNow())))
        {
            _log.CustomerRefused(damage.Message);
        }
    }

    /// <summary>Whether it is time to look whether it was restored.</summary>
    public bool MayReadAgain(string customerId) =>
        _customers.TryGetValue(customerId, out var customer) && _time.GetUtcNow() - customer.Since >= ReadAgainAfter;

    /// <summary>It can, nothing is stored of them any more, or they are in memory here no more: whoever is called next reads again.</summary>
    public void Remove(string customerId)
    {
        if (!_customers.IsEmpty)
        {
            _customers.TryRemove(customerId, out _);
        }
    }
}
