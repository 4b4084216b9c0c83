using System.Buffers;

namespace CustomerSegmentation.Customers.Packing;

/// <summary>
/// The packed customers of one owner: their bytes, and spare states of those who were packed, which the next to be unpacked
/// use again. So packing and unpacking leave nothing to the garbage collector but an id. Not thread-safe.
/// </summary>
public sealed class PackedCustomerStore
{
    private const int MaxSpares = 64; // mostly one customer is packed where another was unpacked
    private const int MaxSpareEvents = 16; // events: who has had more left room that others do not need

    private readonly SlabAllocator _allocator = new();
    private readonly ArrayBufferWriter<byte> _packing = new(SlabAllocator.Longest);
    private readonly Stack<CustomerState> _spares = [];

    /// <summary>Bytes allocated for packed customers, in use or not.</summary>
    public long Capacity => _allocator.Capacity;

    internal ReadOnlySpan<byte> this[int place] => _allocator[place];

    /// <summary>Packs a state, which is nobody's after that: its place. Negative, and nothing done, if it is too long.</summary>
    internal int Pack(CustomerState state)
    {
        _packing.ResetWrittenCount();
        CustomerCodec.WriteState(state, _packing);
        if (_packing.WrittenCount > SlabAllocator.Longest)
        {
            return -1;
        }

        var place = _allocator.Put(_packing.WrittenSpan);
        Recycle(state); // not before its bytes are kept: it is somebody else's from here on
        return place;
    }

    /// <summary>Unpacks a state.</summary>
    internal CustomerState Unpack(int place)
    {
        var state = _spares.TryPop(out var spare) ? spare : new();
        CustomerCodec.ReadInto(state, _allocator[place]);
        return state;
    }

    /// <summary>Keeps a state that is no longer used, for the next customer.</summary>
    internal void Recycle(CustomerState state)
    {
        if (_spares.Count < MaxSpares && state.Seen.Count <= MaxSpareEvents)
        {
            _spares.Push(state);
        }
    }

    /// <summary>Frees the place of a customer who was unpacked.</summary>
    internal void Free(int place) => _allocator.Remove(place);
}
