using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Orders;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Customers.Packing;

/// <summary>
/// A customer as bytes: their identity, segment state, events and orders. Events and orders are in the order of their
/// keys and times, so equal RFM state is equal bytes whatever the order of arrival was.
/// </summary>
public static class CustomerCodec
{
    private const int FewEvents = 64; // sorted without an array of their own
    private const int EventBytes = sizeof(ulong) + sizeof(uint);
    private const int MinOrderBytes = sizeof(ulong) + sizeof(long) + 1;
    private const int MinForeignBytes = sizeof(ulong) + 1 + 1 + sizeof(decimal) + sizeof(long) + 1 + 1;

    // Packing is one step that nothing interleaves with.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _room;

    /// <summary>Writes everything that <see cref="Read(ref PackedReader)"/> needs.</summary>
    public static void Write(Customer customer, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(customer);
        if (customer.IsPacked)
        {
            output.Write(customer.Packed);
            return;
        }

        WriteState(customer.State, output);
    }

    /// <summary>The same as an array.</summary>
    public static byte[] Pack(Customer customer)
    {
        var room = _room ??= new(1_024);
        room.ResetWrittenCount();
        Write(customer, room);
        return room.WrittenSpan.ToArray();
    }

    internal static void WriteState(CustomerState state, IBufferWriter<byte> output)
    {
        var writer = new PackedWriter(output);
        writer.Text(state.Id);
        WriteSegmentState(state.SegmentState, writer);
        WriteFold(state, writer);
    }

    /// <summary>Reads what <see cref="Write"/> wrote, and no further.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a customer's.</exception>
    public static Customer Read(ref PackedReader reader)
    {
        var state = new CustomerState();
        ReadInto(state, ref reader);
        return new(state);
    }

    /// <summary>Reads what <see cref="Pack"/> made.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a customer's.</exception>
    public static Customer Read(ReadOnlySpan<byte> packed)
    {
        var reader = new PackedReader(packed);
        return Read(ref reader);
    }

    internal static CustomerState ReadState(ReadOnlySpan<byte> packed)
    {
        var state = new CustomerState();
        ReadInto(state, packed);
        return state;
    }

    /// <summary>Reads into a state that is nobody's, whatever it held.</summary>
    internal static void ReadInto(CustomerState state, ReadOnlySpan<byte> packed)
    {
        var reader = new PackedReader(packed);
        ReadInto(state, ref reader);
    }

    internal static string IdOf(ReadOnlySpan<byte> packed) => new PackedReader(packed).Text();

    /// <summary>Whether these are the bytes of the customer of that id.</summary>
    internal static bool IsOf(string id, ReadOnlySpan<byte> packed)
    {
        var utf8 = new PackedReader(packed).Utf8();
        return Ascii.Equals(utf8, id) || (utf8.Length > id.Length && Encoding.UTF8.GetString(utf8) == id);
    }

    internal static SegmentState SegmentStateOf(ReadOnlySpan<byte> packed)
    {
        var reader = new PackedReader(packed);
        reader.Utf8();
        return ReadSegmentState(ref reader);
    }

    private static void ReadInto(CustomerState state, ref PackedReader reader)
    {
        state.Id = reader.Text();
        state.SegmentState = ReadSegmentState(ref reader);
        var events = reader.CountOf(EventBytes);
        var entries = reader.Take(events * EventBytes);
        state.Seen.Clear();
        state.Seen.Reserve(events + 1); // whoever is read is mostly about to record
        for (; !entries.IsEmpty; entries = entries[EventBytes..])
        {
            state.Seen.Add(
                BinaryPrimitives.ReadUInt64LittleEndian(entries), BinaryPrimitives.ReadUInt32LittleEndian(entries[sizeof(ulong)..]));
        }

        var orders = reader.CountOf(MinOrderBytes, out var hasForeign);
        state.Orders.Clear();
        state.Orders.Reserve(orders + 1);
        for (var i = 0; i < orders; i++)
        {
            state.Orders.Append(new(reader.UInt64(), reader.Int64(), reader.Money()));
        }

        for (var i = hasForeign ? reader.CountOf(MinForeignBytes) : 0; i > 0; i--)
        {
            state.Orders.Append(reader.UInt64(), new(
                reader.Text(), reader.Money(), reader.Number(), reader.Int64(), reader.Money(), reader.Byte() != 0));
        }
    }

    /// <summary>The RFM state alone, in its canonical form: what any order of arrival of the same events agrees on.</summary>
    public static byte[] Canonical(Customer customer)
    {
        ArgumentNullException.ThrowIfNull(customer);
        var output = new ArrayBufferWriter<byte>();
        WriteFold(customer.State, new(output));
        return output.WrittenSpan.ToArray();
    }

    private static void WriteFold(CustomerState state, PackedWriter writer)
    {
        Span<SeenEvents.Entry> few = stackalloc SeenEvents.Entry[FewEvents];
        var entries = state.Seen.Count <= few.Length ? few[..state.Seen.Count] : new SeenEvents.Entry[state.Seen.Count];
        state.Seen.Entries.CopyTo(entries);
        entries.Sort(static (a, b) => a.Key.CompareTo(b.Key));
        writer.Count(entries.Length);
        var room = writer.Room(entries.Length * EventBytes);
        foreach (var entry in entries)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(room, entry.Key);
            BinaryPrimitives.WriteUInt32LittleEndian(room[sizeof(ulong)..], entry.Check);
            room = room[EventBytes..];
        }

        var foreign = state.Orders.Foreign;
        writer.Count(state.Orders.Count, marked: foreign is not null);
        foreach (ref readonly var order in state.Orders.Orders)
        {
            writer.UInt64(order.Key);
            writer.Int64(order.Time);
            writer.Money(order.Value);
        }

        if (foreign is not null)
        {
            WriteForeign(foreign, writer);
        }
    }

    private static void WriteForeign(IReadOnlyDictionary<ulong, ForeignOrder> foreign, PackedWriter writer)
    {
        writer.Count(foreign.Count);
        foreach (var (key, order) in foreign.OrderBy(pair => pair.Key))
        {
            writer.UInt64(key);
            writer.Text(order.Currency);
            writer.Money(order.IsMixed ? 0 : order.Amount);
            writer.Number(order.Rate);
            writer.Int64(order.RatedAt);
            writer.Money(order.Converted);
            writer.Byte(order.IsMixed ? (byte)1 : (byte)0);
        }
    }

    private static void WriteSegmentState(SegmentState segmentState, PackedWriter writer)
    {
        writer.Text(segmentState.Segment ?? string.Empty);
        writer.Int64(segmentState.Since);
        writer.Byte((byte)segmentState.Cause);
        writer.Count(segmentState.Sequence);
        writer.Count(segmentState.Publication + 1);
        writer.Int64(segmentState.Due);
        writer.Count(segmentState.Frequency);
        writer.Money(segmentState.Monetary);
        writer.Int64(segmentState.Newest);
    }

    private static SegmentState ReadSegmentState(ref PackedReader reader)
    {
        return new()
        {
            Segment = SegmentIds.Of(reader.Utf8()),
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
