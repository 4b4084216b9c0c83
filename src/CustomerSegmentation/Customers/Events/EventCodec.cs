using System.Buffers;
using CustomerSegmentation.Customers.Packing;

namespace CustomerSegmentation.Customers.Events;

/// <summary>An admitted event as bytes: all that folding it again needs.</summary>
public static class EventCodec
{
    private const byte InAnotherCurrency = 0x80; // beside the type; currency and rate come behind the amount

    /// <summary>Writes an event. Its id is gone but for its key.</summary>
    public static void Write(in AdmittedEvent e, IBufferWriter<byte> output)
    {
        var writer = new PackedWriter(output);
        writer.Text(e.CustomerId);
        writer.UInt64(e.EventKey);
        writer.UInt32(e.ContentCheck);
        writer.UInt64(e.OrderKey);
        writer.Byte((byte)((byte)e.Type | (e.Exchange is null ? 0 : InAnotherCurrency)));
        writer.Int64(e.OccurredAt);
        writer.Money(e.Amount);
        if (e.Exchange is { } exchange)
        {
            writer.Text(exchange.Currency);
            writer.Number(exchange.Rate);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote; the event id is empty.</summary>
    /// <exception cref="InvalidDataException">The bytes are not an event's.</exception>
    public static AdmittedEvent Read(ref PackedReader reader)
    {
        var (customer, key, check, order, type) = (reader.Text(), reader.UInt64(), reader.UInt32(), reader.UInt64(), reader.Byte());
        var e = new AdmittedEvent(
            customer,
            string.Empty,
            key,
            check,
            order,
            (PurchaseEventType)(type & ~InAnotherCurrency),
            reader.Int64(),
            reader.Money());
        return (type & InAnotherCurrency) == 0 ? e : e with { Exchange = new(reader.Text(), reader.Number()) };
    }
}
