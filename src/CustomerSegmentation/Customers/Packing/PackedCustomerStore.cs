using System.Buffers;

namespace CustomerSegmentation.Customers.Packing;

/// <summary>
/// Where the customers of one owner rest: their bytes, and the states that those who woke left behind, which the next to wake
/// take over. So resting and waking leave nothing to the collector but an id. Not thread-safe.
/// </summary>
public sealed class PackedCustomerStore
{
    private const int MaxSpares = 64; // mostly one rests where another woke
    private const int MaxSpareEvents = 16; // events: who has had more left room that others do not need

    private readonly SlabAllocator _allocator = new();
    private readonly ArrayBufferWriter<byte> _packing = new(SlabAllocator.Longest);
    private readonly Stack<CustomerState> _spares = [];

    /// <summary>Bytes taken from the runtime for those who rest, whether in use or not.</summary>
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

    /// <summary>Takes back a state that is nobody's.</summary>
    internal void Recycle(CustomerState state)
    {
        if (_spares.Count < MaxSpares && state.Seen.Count <= MaxSpareEvents)
        {
            _spares.Push(state);
        }
    }

    /// <summary>Gives up the place of who was unpacked.</summary>
    internal void Free(int place) => _allocator.Remove(place);
}
