using BenchmarkDotNet.Attributes;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Benchmarks.Micro;

/// <summary>Customer.Record, customers in the processor's caches.</summary>
public class Recording
{
    private const int Customers = 1_000;
    private const int Orders = 10;
    private const int Events = Customers * Orders;

    private readonly AdmittedEvent[] _events = Purchases.Admitted(Customers, Orders);
    private readonly int[] _owners = new int[Events];
    private Customer[] _known = [];
    private string[] _ids = [];

    /// <summary>Everybody with all their orders.</summary>
    [GlobalSetup]
    public void Begin()
    {
        _ids = [.. _events.Select(static e => e.CustomerId).Distinct()];
        var byId = _ids.Index().ToDictionary(static id => id.Item, static id => id.Index);
        for (var i = 0; i < Events; i++)
        {
            _owners[i] = byId[_events[i].CustomerId];
        }

        _known = NewOrders();
    }

    /// <summary>First to tenth order, a tenth of making a customer included.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public Customer[] NewOrders()
    {
        var customers = Array.ConvertAll(_ids, static id => new Customer(id));
        for (var i = 0; i < Events; i++)
        {
            customers[_owners[i]].Record(_events[i], Purchases.Terms, new(_events[i].OccurredAt, TimeSpan.Zero));
        }

        return customers;
    }

    /// <summary>Every one of them once more, to customers with ten orders.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public int Duplicates()
    {
        var duplicates = 0;
        for (var i = 0; i < Events; i++)
        {
            var outcome = _known[_owners[i]].Record(_events[i], Purchases.Terms, new(_events[i].OccurredAt, TimeSpan.Zero));
            duplicates += outcome.Status == RecordStatus.Duplicate ? 1 : 0;
        }

        return duplicates;
    }
}
