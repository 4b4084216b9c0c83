using System.Buffers;
using CustomerSegmentation.Customers.Packing;

namespace CustomerSegmentation.Customers.Events;

/// <summary>An admitted event as bytes: all that folding it again needs.</summary>
public static class EventCodec
{
    /// <summary>Writes an event. Its id is gone but for its key.</summary>
    public static void Write(in AdmittedEvent e, IBufferWriter<byte> output)
    {
        var writer = new PackedWriter(output);
        writer.Text(e.CustomerId);
        writer.UInt64(e.EventKey);
        writer.UInt32(e.ContentCheck);
        writer.UInt64(e.OrderKey);
        writer.Byte((byte)e.Type);
        writer.Int64(e.OccurredAt);
        writer.Money(e.Amount);
    }

    /// <summary>Reads what <see cref="Write"/> wrote; the event id is empty.</summary>
    /// <exception cref="InvalidDataException">The bytes are not an event's.</exception>
    public static AdmittedEvent Read(ref PackedReader reader) => new(
        reader.Text(),
        string.Empty,
        reader.UInt64(),
        reader.UInt32(),
        reader.UInt64(),
        (PurchaseEventType)reader.Byte(),
        reader.Int64(),
        reader.Money());
}
