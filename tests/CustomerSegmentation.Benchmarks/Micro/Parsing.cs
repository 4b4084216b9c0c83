using BenchmarkDotNet.Attributes;
using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Edge.Events;

namespace CustomerSegmentation.Benchmarks.Micro;

/// <summary>Reading purchases from JSON, some 190 bytes each.</summary>
public class Parsing
{
    private const int Many = 100;

    private readonly byte[] _line = Traffic.ToMessage(Shop.Live(customers: 1).Next(1));
    private readonly byte[] _message = Traffic.ToMessage(Shop.Live(Many).Next(Many));

    /// <summary>One, as a line of NDJSON.</summary>
    [Benchmark]
    public PurchaseEvent? Line() => EventReader.ReadLine(_line, index: 0, out _);

    /// <summary>One of a hundred in a message.</summary>
    [Benchmark(OperationsPerInvoke = Many)]
    public EventBatch Message() => EventReader.Read(_message);
}
