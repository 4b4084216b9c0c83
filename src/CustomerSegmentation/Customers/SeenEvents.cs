using System.Runtime.InteropServices;

namespace CustomerSegmentation.Customers;

/// <summary>
/// The keys of every event a customer has folded, for ever: a broker may redeliver after years.
/// Few keys are searched one by one, many by a table of their places.
/// </summary>
internal struct SeenEvents()
{
    private const int IndexFrom = 64;

    private Entry[] _entries = [];
    private KeyTable<int>? _places;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The keys with their checks, in the order of arrival.</summary>
    public readonly ReadOnlySpan<Entry> Entries => _entries.AsSpan(0, Count);

    /// <summary>Whether the key is known, and if so, whether with the same content.</summary>
    public readonly RecordStatus Find(ulong key, uint check)
    {
        var place = PlaceOf(key);
        return place < 0 ? RecordStatus.Recorded
            : _entries[place].Check == check ? RecordStatus.Duplicate
            : RecordStatus.Conflict;
    }

    public void Add(ulong key, uint check)
    {
        Room.For(ref _entries, Count);
        _entries[Count] = new(key, check);
        _places?.Set(key, Count);
        Count++;
        if (_places is null && Count > IndexFrom)
        {
            _places = new(Count * 2);
            for (var place = 0; place < Count; place++)
            {
                _places.Set(_entries[place].Key, place);
            }
        }
    }

    private readonly int PlaceOf(ulong key)
    {
        if (_places is { } places)
        {
            return places.TryFind(key, out var known) ? known : -1;
        }

        for (var place = 0; place < Count; place++)
        {
            if (_entries[place].Key == key)
            {
                return place;
            }
        }

        return -1;
    }

    public void Reserve(int count) => _entries = new Entry[count];

    /// <summary>Twelve bytes: there is one for every event there ever was.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    public readonly record struct Entry(ulong Key, uint Check);
}
