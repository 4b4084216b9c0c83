using System.Buffers;

namespace CustomerSegmentation.Customers;

/// <content>
/// A customer of whom nothing has been heard for a while can rest as the bytes that <see cref="CustomerCodec"/> writes of
/// them: half the room, and one thing for the collector to look at. What is asked of a customer at rest is read from the
/// bytes each time; whatever changes them wakes them.
/// </content>
public sealed partial class Customer
{
    // Packing costs as much as there are events; whoever has many is few among all, and stays awake.
    private const int MostEventsAtRest = 64;

    private object _form; // a CustomerState awake, the bytes at rest

    /// <summary>Whether they rest.</summary>
    public bool IsAtRest => _form is byte[];

    internal CustomerState State => _form as CustomerState ?? CustomerCodec.ReadState((byte[])_form);

    /// <summary>The bytes of who is at rest; empty for who is awake.</summary>
    internal ReadOnlySpan<byte> Packed => _form as byte[];

    /// <summary>Ends the rest, for who will be asked more than one thing.</summary>
    public void Wake() => Awaken();

    /// <summary>Packs the state away. Who has had very many events stays awake.</summary>
    /// <param name="room">To write in; what it held is gone.</param>
    public void Rest(ArrayBufferWriter<byte> room)
    {
        ArgumentNullException.ThrowIfNull(room);
        if (_form is CustomerState { Seen.Count: <= MostEventsAtRest })
        {
            room.ResetWrittenCount();
            CustomerCodec.Write(this, room);
            _form = room.WrittenSpan.ToArray();
        }
    }

    /// <summary>Whether this is their id.</summary>
    public bool Is(string id) => _form is CustomerState awake
        ? string.Equals(awake.Id, id, StringComparison.Ordinal)
        : CustomerCodec.IsOf(id, Packed);

    private CustomerState Awaken()
    {
        var state = State;
        _form = state;
        return state;
    }
}
