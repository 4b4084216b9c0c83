using CustomerSegmentation.Customers;

namespace CustomerSegmentation.Embedded.Lanes;

/// <summary>
/// The customers of a lane by id and by slot, with their columns, and which pages of slots have changed since the
/// last checkpoint. Only the lane's loop touches it.
/// </summary>
internal sealed class LaneCustomers(SegmentOrdinals ordinals)
{
    /// <summary>Slots a page holds.</summary>
    public const int PageSize = 256;

    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly Stack<int> _free = [];
    private readonly HashSet<int> _dirty = [];
    private Customer?[] _customers = [];

    /// <summary>Packed columns, a row per slot.</summary>
    public LaneColumns Columns { get; } = new();

    /// <summary>How many customers there are.</summary>
    public int Count => _slots.Count;

    /// <summary>The customer of a slot; null for a free one.</summary>
    public Customer? this[int slot] => _customers[slot];

    /// <summary>The customer of an id; null if unknown.</summary>
    public Customer? Find(string id) => _slots.TryGetValue(id, out var slot) ? _customers[slot] : null;

    /// <summary>The slot of a customer, who is made if unknown.</summary>
    public int SlotOf(string id)
    {
        if (!_slots.TryGetValue(id, out var slot))
        {
            slot = Place(new(id));
        }

        return slot;
    }

    /// <summary>Gives a customer a slot.</summary>
    public int Place(Customer customer)
    {
        if (!_free.TryPop(out var slot))
        {
            slot = Columns.Add();
            if (slot == _customers.Length)
            {
                Array.Resize(ref _customers, Math.Max(PageSize, slot * 2));
            }
        }

        _customers[slot] = customer;
        _slots.Add(customer.Id, slot);
        Changed(slot);
        return slot;
    }

    /// <summary>Takes over into the columns where the customer of a slot stands, and marks its page.</summary>
    public void Changed(int slot)
    {
        var standing = _customers[slot]!.Standing;
        Columns.Set(slot, standing, ordinals.Of(standing.Segment));
        _dirty.Add(slot / PageSize);
    }

    /// <summary>Forgets a customer. False for one who was never heard of.</summary>
    public bool Remove(string id)
    {
        if (!_slots.Remove(id, out var slot))
        {
            return false;
        }

        _customers[slot] = null;
        Columns.Clear(slot);
        _free.Push(slot);
        _dirty.Add(slot / PageSize);
        return true;
    }

    /// <summary>Pages that changed since they were last taken.</summary>
    public IReadOnlyList<int> DirtyPages => [.. _dirty];

    /// <summary>Writes a page and counts it as clean.</summary>
    public void TakePage(int page, System.Buffers.IBufferWriter<byte> output)
    {
        _dirty.Remove(page);
        var first = page * PageSize;
        for (var slot = first; slot < Math.Min(first + PageSize, Columns.Count); slot++)
        {
            if (_customers[slot] is { } customer)
            {
                CustomerCodec.Write(customer, output);
            }
        }
    }

    /// <summary>Everything is as on disk.</summary>
    public void MarkClean() => _dirty.Clear();
}
