using System.Buffers;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Packing;

namespace CustomerSegmentation.Embedded.Commits;

/// <summary>
/// A row of the journal: the ordinal of the publication in force, then entries, each behind its kind.
/// </summary>
internal static class JournalEntry
{
    public const byte Event = 1;
    public const byte Erasure = 2;

    public static void WriteHeader(int publication, IBufferWriter<byte> output) => new PackedWriter(output).Count(publication);

    /// <param name="e">What was folded.</param>
    /// <param name="assessedAt">When it took effect (UTC ticks).</param>
    /// <param name="output">The row.</param>
    public static void WriteEvent(in AdmittedEvent e, long assessedAt, IBufferWriter<byte> output)
    {
        var writer = new PackedWriter(output);
        writer.Byte(Event);
        EventCodec.Write(e, output);
        writer.Int64(assessedAt);
    }

    public static void WriteErasure(string customerId, IBufferWriter<byte> output)
    {
        var writer = new PackedWriter(output);
        writer.Byte(Erasure);
        writer.Text(customerId);
    }
}
