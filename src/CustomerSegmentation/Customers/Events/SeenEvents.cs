using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using CustomerSegmentation.Customers.Collections;

namespace CustomerSegmentation.Customers.Events;

/// <summary>
/// The keys of every event a customer has folded, for ever: a broker may redeliver after years.
/// Few keys are searched one by one, many by a table of their places.
/// </summary>
internal struct SeenEvents
{
    private const int IndexFrom = 64;

    private SmallList<Entry> _entries;
    private KeyTable<int>? _places;

    /// <summary>How many there are.</summary>
    public readonly int Count => _entries.Count;

    /// <summary>The keys with their checks, in the order of arrival.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<Entry> Entries => _entries.Items;

    /// <summary>Whether the key is known, and if so, whether with the same content.</summary>
    public readonly RecordStatus Find(ulong key, uint check)
    {
        var place = PlaceOf(key);
        return place < 0 ? RecordStatus.Recorded
            : Entries[place].Check == check ? RecordStatus.Duplicate
            : RecordStatus.Conflict;
    }

    public void Add(ulong key, uint check)
    {
        _places?.Set(key, Count);
        _entries.Add(new(key, check));
        if (_places is null && Count > IndexFrom)
        {
            _places = new(Count * 2);
            for (var place = 0; place < Count; place++)
            {
                _places.Set(Entries[place].Key, place);
            }
        }
    }

    /// <summary>Forgets everything and keeps the capacity.</summary>
    public void Clear()
    {
        _entries.Clear();
        _places = null;
    }

    private readonly int PlaceOf(ulong key)
    {
        if (_places is { } places)
        {
            return places.TryFind(key, out var known) ? known : -1;
        }

        var entries = Entries;
        for (var place = 0; place < entries.Length; place++)
        {
            if (entries[place].Key == key)
            {
                return place;
            }
        }

        return -1;
    }

    public void Reserve(int count) => _entries.Reserve(count);

    /// <summary>Twelve bytes: there is one for every event there ever was.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    public readonly record struct Entry(ulong Key, uint Check);
}
