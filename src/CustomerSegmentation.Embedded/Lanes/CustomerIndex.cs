using CustomerSegmentation.Customers;

namespace CustomerSegmentation.Embedded.Lanes;

/// <summary>
/// Slots by customer id, in twelve bytes a customer: the ids themselves are the customers'. Slots of one hash are chained.
/// </summary>
internal sealed class CustomerIndex
{
    private const int None = -1;

    private int[] _first = [None]; // by hash, a power of two of them: the slot that its chain begins with
    private Link[] _links = []; // by slot

    /// <summary>How many ids there are.</summary>
    public int Count { get; private set; }

    /// <summary>The slot of an id; negative if it is unknown.</summary>
    public int Find(string id, ReadOnlySpan<Customer?> customers)
    {
        var hash = HashOf(id);
        var slot = Chain(hash);
        while (slot != None && !(_links[slot].Hash == hash && customers[slot]!.Is(id)))
        {
            slot = _links[slot].Next;
        }

        return slot;
    }

    /// <summary>Adds an id that is unknown.</summary>
    public void Add(string id, int slot)
    {
        if (slot >= _links.Length)
        {
            Array.Resize(ref _links, Math.Max(LaneCustomers.PageSize, slot * 2));
        }

        if (Count == _first.Length)
        {
            Widen();
        }

        Put(HashOf(id), slot);
        Count++;
    }

    /// <summary>Removes an id that has this slot.</summary>
    public void Remove(string id, int slot)
    {
        ref var link = ref Chain(HashOf(id));
        while (link != slot)
        {
            link = ref _links[link].Next;
        }

        link = _links[slot].Next;
        Count--;
    }

    private static int HashOf(string id) => StringComparer.Ordinal.GetHashCode(id);

    private ref int Chain(int hash) => ref _first[hash & (_first.Length - 1)];

    private void Put(int hash, int slot)
    {
        ref var first = ref Chain(hash);
        _links[slot] = new() { Hash = hash, Next = first };
        first = slot;
    }

    private void Widen()
    {
        var before = _first;
        _first = new int[2 * before.Length];
        Array.Fill(_first, None);
        foreach (var head in before)
        {
            for (int slot = head, next; slot != None; slot = next)
            {
                next = _links[slot].Next;
                Put(_links[slot].Hash, slot);
            }
        }
    }

    private struct Link
    {
        public int Hash;
        public int Next;
    }
}
