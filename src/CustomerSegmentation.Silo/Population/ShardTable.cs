using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Silo.Population;

/// <summary>
/// The customers of a shard by id and by slot. When they are due stands in a column of its own, so that a sweep over all of
/// them reads eight bytes a customer.
/// </summary>
internal sealed class ShardTable
{
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly Stack<int> _free = [];
    private long[] _due = [];
    private ShardRow[] _rows = [];

    /// <summary>Slots in use, free ones among them included.</summary>
    public int Slots { get; private set; }

    /// <summary>How many customers there are.</summary>
    public int Count => _slots.Count;

    /// <summary>The customer of a slot; a free one has no id.</summary>
    public ref readonly ShardRow this[int slot] => ref _rows[slot];

    /// <summary>The slot of a customer; −1 for one who is not here.</summary>
    public int SlotOf(string customerId) => _slots.GetValueOrDefault(customerId, -1);

    /// <summary>Takes a customer in, or what is new of them.</summary>
    /// <param name="row">All of it.</param>
    /// <param name="isStale">Another model is in force than the one they were last assessed by.</param>
    public void Set(in ShardRow row, bool isStale)
    {
        if (!_slots.TryGetValue(row.CustomerId, out var slot))
        {
            slot = _free.TryPop(out var free) ? free : Grow();
            _slots.Add(row.CustomerId, slot);
        }

        _rows[slot] = row;
        _due[slot] = isStale ? long.MinValue : row.SegmentState.Due;
    }

    /// <summary>A customer comes to stand elsewhere without moving.</summary>
    public void Carry(int slot, in SegmentState segmentState)
    {
        _rows[slot] = _rows[slot] with { CustomerSummary = _rows[slot].CustomerSummary with { SegmentState = segmentState } };
        _due[slot] = segmentState.Due;
    }

    /// <summary>Whoever was assessed by an earlier publication must be looked at.</summary>
    public void MarkStale(int publication)
    {
        for (var slot = 0; slot < Slots; slot++)
        {
            if (_rows[slot].CustomerId is not null && _rows[slot].SegmentState.Publication < publication)
            {
                _due[slot] = long.MinValue;
            }
        }
    }

    /// <summary>Nobody looks at this one again until something comes of them.</summary>
    public void Pass(int slot) => _due[slot] = SegmentState.Never;

    /// <summary>Whether a customer must be looked at by a moment before their figures can be used.</summary>
    public bool IsDue(int slot, long moment) => _due[slot] <= moment;

    /// <summary>The first slot from one on whose customer is due by a moment; −1 for none.</summary>
    public int NextDue(int from, long moment) => DueScan.Next(_due.AsSpan(0, Slots), from, moment);

    /// <summary>Forgets a customer.</summary>
    public void Remove(string customerId)
    {
        if (_slots.Remove(customerId, out var slot))
        {
            _rows[slot] = default;
            _due[slot] = SegmentState.Never;
            _free.Push(slot);
        }
    }

    private int Grow()
    {
        if (Slots == _rows.Length)
        {
            var capacity = Math.Max(256, Slots * 2);
            Array.Resize(ref _rows, capacity);
            Array.Resize(ref _due, capacity);
        }

        return Slots++;
    }
}
