using System.Runtime.InteropServices;

namespace CustomerSegmentation.Customers;

/// <summary>
/// The keys of every event a customer has folded, for ever: a broker may redeliver after years.
/// Few keys are searched one by one; beyond that a <see cref="KeySet"/> answers the common question, "is it new?".
/// </summary>
internal struct SeenEvents()
{
    private const int IndexFrom = 64;

    private Entry[] _entries = [];
    private KeySet? _index;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The keys with their checks, in the order of arrival.</summary>
    public readonly ReadOnlySpan<Entry> Entries => _entries.AsSpan(0, Count);

    /// <summary>Whether the key is known, and if so, whether with the same content.</summary>
    public readonly RecordStatus Find(ulong key, uint check)
    {
        if (_index is null || _index.Contains(key))
        {
            foreach (ref readonly var entry in Entries)
            {
                if (entry.Key == key)
                {
                    return entry.Check == check ? RecordStatus.Duplicate : RecordStatus.Conflict;
                }
            }
        }

        return RecordStatus.Recorded;
    }

    public void Add(ulong key, uint check)
    {
        Room.For(ref _entries, Count);
        _entries[Count++] = new(key, check);
        _index?.Add(key);
        if (_index is null && Count > IndexFrom)
        {
            _index = new(Count * 2);
            foreach (ref readonly var entry in Entries)
            {
                _index.Add(entry.Key);
            }
        }
    }

    public void Reserve(int count) => _entries = new Entry[count];

    /// <summary>Twelve bytes: there is one for every event there ever was.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    public readonly record struct Entry(ulong Key, uint Check);
}
