using System.Buffers;
using BenchmarkDotNet.Attributes;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Packing;
using CustomerSegmentation.Embedded.Commits;

namespace CustomerSegmentation.Benchmarks.Micro;

/// <summary>An event as bytes of the journal, and read back as a restart does.</summary>
public class Journalling
{
    private const int Events = 1_000;

    private readonly AdmittedEvent[] _events = Purchases.Admitted(Events, orders: 1);
    private readonly ArrayBufferWriter<byte> _journal = new(1 << 20);

    /// <summary>Into a buffer that is large enough.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public int Write()
    {
        _journal.ResetWrittenCount();
        foreach (ref readonly var e in _events.AsSpan())
        {
            JournalEntry.WriteEvent(e, e.OccurredAt, _journal);
        }

        return _journal.WrittenCount;
    }

    /// <summary>What <see cref="Read"/> reads.</summary>
    [GlobalSetup]
    public void Begin() => Write();

    /// <summary>Out of it.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public decimal Read()
    {
        var reader = new PackedReader(_journal.WrittenSpan);
        var sum = 0m;
        for (var i = 0; i < Events; i++)
        {
            reader.Byte();
            sum += EventCodec.Read(ref reader).Amount;
            reader.Int64();
        }

        return sum;
    }
}
