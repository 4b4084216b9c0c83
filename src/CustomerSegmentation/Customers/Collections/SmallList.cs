using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace CustomerSegmentation.Customers.Collections;

/// <summary>
/// A list that holds its first four items itself and all of them in an array once there are more, because most
/// customers have few of everything. It grows threefold while it is small: what the collector has to move costs more than
/// room.
/// </summary>
internal struct SmallList<T>
{
    private const int Several = 16;

    private Four _few;
    private T[]? _many;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>What there is.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<T> Items => _many is { } many ? many.AsSpan(0, Count) : ((ReadOnlySpan<T>)_few)[..Count];

    /// <summary>The item at a place.</summary>
    [UnscopedRef]
    public ref T this[int at] => ref Room()[at];

    public void Add(T item) => Insert(Count, item);

    public void Insert(int at, T item)
    {
        if (Count == Room().Length)
        {
            Reserve(Count < Several ? 3 * Count : Count + (Count / 2));
        }

        var room = Room();
        room[at..Count].CopyTo(room[(at + 1)..]);
        room[at] = item;
        Count++;
    }

    public void RemoveAt(int at)
    {
        var room = Room();
        room[(at + 1)..Count].CopyTo(room[at..]);
        Count--;
    }

    /// <summary>Empties it and keeps the capacity.</summary>
    public void Clear() => Count = 0;

    /// <summary>Reserves capacity for so many in all.</summary>
    public void Reserve(int count)
    {
        var room = Room();
        if (count > room.Length)
        {
            var larger = new T[count];
            room.CopyTo(larger);
            _many = larger;
        }
    }

    [UnscopedRef]
    private Span<T> Room() => _many ?? (Span<T>)_few;

    [InlineArray(4)]
    private struct Four
    {
        private T _first;
    }
}
