using System.Buffers;
using BenchmarkDotNet.Attributes;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Packing;

namespace CustomerSegmentation.Benchmarks.Micro;

/// <summary>Letting a customer rest, and waking them.</summary>
public class Packing
{
    private readonly ArrayBufferWriter<byte> _room = new(1 << 16);
    private readonly PackedCustomerStore _store = new();
    private Customer _awake = new("");
    private byte[] _packed = [];

    /// <summary>How many orders the customer has.</summary>
    [Params(1, 4, 16)]
    public int Orders { get; set; }

    /// <summary>The same customer, awake and at rest.</summary>
    [GlobalSetup]
    public void Begin()
    {
        _awake = Purchases.CustomerOf(Orders);
        Pack();
        _packed = _room.WrittenSpan.ToArray();
    }

    /// <summary>As a lane does it: into its packed store and out of it again.</summary>
    [Benchmark]
    public void RestAndWake()
    {
        _awake.Pack(_store);
        _awake.Unpack();
    }

    /// <summary>To bytes.</summary>
    [Benchmark]
    public int Pack()
    {
        _room.ResetWrittenCount();
        CustomerCodec.Write(_awake, _room);
        return _room.WrittenCount;
    }

    /// <summary>And back.</summary>
    [Benchmark]
    public Customer Unpack()
    {
        var reader = new PackedReader(_packed);
        return CustomerCodec.Read(ref reader);
    }
}
