using System.Buffers;

namespace CustomerSegmentation.Customers;

/// <summary>
/// Where the customers of one owner rest: their bytes, and the states that those who woke left behind, which the next to wake
/// take over. So resting and waking leave nothing to the collector but an id. Not thread-safe.
/// </summary>
public sealed class Quarters
{
    private const int MostSpares = 64; // mostly one rests where another woke
    private const int LargestSpare = 16; // events: who has had more left room that others do not need

    private readonly Slabs _slabs = new();
    private readonly ArrayBufferWriter<byte> _packing = new(Slabs.Longest);
    private readonly Stack<CustomerState> _spares = [];

    /// <summary>Bytes taken from the runtime for those who rest, whether in use or not.</summary>
    public long Capacity => _slabs.Capacity;

    internal ReadOnlySpan<byte> this[int place] => _slabs[place];

    /// <summary>Packs a state, which is nobody's after that: its place. Negative, and nothing done, if it is too long.</summary>
    internal int TakeIn(CustomerState state)
    {
        _packing.ResetWrittenCount();
        CustomerCodec.WriteState(state, _packing);
        if (_packing.WrittenCount > Slabs.Longest)
        {
            return -1;
        }

        var place = _slabs.Put(_packing.WrittenSpan);
        Spare(state); // not before its bytes are kept: it is somebody else's from here on
        return place;
    }

    /// <summary>Unpacks a state.</summary>
    internal CustomerState Unpack(int place)
    {
        var state = _spares.TryPop(out var spare) ? spare : new();
        CustomerCodec.ReadInto(state, _slabs[place]);
        return state;
    }

    /// <summary>Takes back a state that is nobody's.</summary>
    internal void Spare(CustomerState state)
    {
        if (_spares.Count < MostSpares && state.Seen.Count <= LargestSpare)
        {
            _spares.Push(state);
        }
    }

    /// <summary>Gives up the place of who was unpacked.</summary>
    internal void Leave(int place) => _slabs.Remove(place);
}
