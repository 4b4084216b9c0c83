using System.Buffers;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Customers;

/// <summary>
/// A customer as bytes: their identity, standing, events and orders. Events and orders stand in the order of their
/// keys and times, so equal RFM state is equal bytes whatever the order of arrival was.
/// </summary>
public static class CustomerCodec
{
    /// <summary>Writes everything that <see cref="Read"/> needs.</summary>
    public static void Write(Customer customer, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(customer);
        var writer = new PackedWriter(output);
        writer.Text(customer.Id);
        WriteStanding(customer.Standing, writer);
        WriteState(customer, writer);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a customer's.</exception>
    public static Customer Read(ref PackedReader reader)
    {
        var id = reader.Text();
        var standing = ReadStanding(ref reader);
        var seen = new SeenEvents();
        var events = reader.Count();
        seen.Reserve(events);
        for (var i = 0; i < events; i++)
        {
            seen.Add(reader.UInt64(), reader.UInt32());
        }

        var orders = new OrderBook();
        var count = reader.Count();
        orders.Reserve(count);
        for (var i = 0; i < count; i++)
        {
            orders.Append(new(reader.UInt64(), reader.Int64(), reader.Money()));
        }

        return new(id, orders, seen, standing);
    }

    /// <summary>The RFM state alone, in its canonical form: what any order of arrival of the same events agrees on.</summary>
    public static byte[] Canonical(Customer customer)
    {
        ArgumentNullException.ThrowIfNull(customer);
        var output = new ArrayBufferWriter<byte>();
        WriteState(customer, new(output));
        return output.WrittenSpan.ToArray();
    }

    private static void WriteState(Customer customer, PackedWriter writer)
    {
        var entries = customer.Seen.Entries.ToArray();
        Array.Sort(entries, static (a, b) => a.Key.CompareTo(b.Key));
        writer.Count(entries.Length);
        foreach (var entry in entries)
        {
            writer.UInt64(entry.Key);
            writer.UInt32(entry.Check);
        }

        writer.Count(customer.Orders.Count);
        foreach (ref readonly var order in customer.Orders.Orders)
        {
            writer.UInt64(order.Key);
            writer.Int64(order.Time);
            writer.Money(order.Value);
        }
    }

    private static void WriteStanding(Standing standing, PackedWriter writer)
    {
        writer.Text(standing.Segment ?? string.Empty);
        writer.Int64(standing.Since);
        writer.Byte((byte)standing.Cause);
        writer.Count(standing.Sequence);
        writer.Count(standing.Publication + 1);
        writer.Int64(standing.Due);
        writer.Count(standing.Frequency);
        writer.Money(standing.Monetary);
        writer.Int64(standing.Newest);
    }

    private static Standing ReadStanding(ref PackedReader reader)
    {
        var segment = reader.Text();
        return new()
        {
            Segment = segment.Length == 0 ? null : string.Intern(segment),
            Since = reader.Int64(),
            Cause = (MigrationCause)reader.Byte(),
            Sequence = reader.Count(),
            Publication = reader.Count() - 1,
            Due = reader.Int64(),
            Frequency = reader.Count(),
            Monetary = reader.Money(),
            Newest = reader.Int64(),
        };
    }
}
