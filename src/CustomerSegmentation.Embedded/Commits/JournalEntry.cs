using System.Buffers;
using CustomerSegmentation.Customers;

namespace CustomerSegmentation.Embedded.Commits;

/// <summary>Under which circumstances the events of a journal row were folded.</summary>
/// <param name="Now">The lane's now (UTC ticks) at the first of them; under the event clock each may raise it.</param>
/// <param name="Publication">Ordinal of the publication in force.</param>
internal readonly record struct JournalHeader(long Now, int Publication)
{
    public void Write(IBufferWriter<byte> output)
    {
        var writer = new PackedWriter(output);
        writer.Int64(Now);
        writer.Count(Publication);
    }

    public static JournalHeader Read(ref PackedReader reader) => new(reader.Int64(), reader.Count());
}

/// <summary>The kinds of entries in a journal row.</summary>
internal static class JournalEntry
{
    public const byte Event = 1;
    public const byte Erasure = 2;

    public static void WriteEvent(in AdmittedEvent e, IBufferWriter<byte> output)
    {
        new PackedWriter(output).Byte(Event);
        EventCodec.Write(e, output);
    }

    public static void WriteErasure(string customerId, IBufferWriter<byte> output)
    {
        var writer = new PackedWriter(output);
        writer.Byte(Erasure);
        writer.Text(customerId);
    }
}
