using System.Collections.Concurrent;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Silo.Telemetry;

namespace CustomerSegmentation.Silo.Customers;

/// <summary>
/// The customers of whom this silo could not read what is stored. That does not pass by itself: their events are refused, so that nobody
/// waits for them, until they are restored or erased.
/// </summary>
internal sealed class UnreadableCustomers
{
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

    /// <summary>It can, or nothing is stored of them any more.</summary>
    public void Remove(string customerId)
    {
        if (!_customers.IsEmpty)
        {
            _customers.TryRemove(customerId, out _);
        }
    }
}
