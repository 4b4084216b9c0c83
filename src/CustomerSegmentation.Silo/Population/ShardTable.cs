using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Silo.Population;

/// <summary>
/// The customers of a shard by id and by slot. When they are due is in a column of its own, so that a sweep over all of
/// them reads eight bytes a customer. It grows by blocks: rows are never copied, and no capacity is reserved for twice as many.
/// </summary>
internal sealed class ShardTable
{
    private const int BlockBits = 9; // 512 customers, 57 kB: below what the collector keeps apart as large
    private const int BlockSize = 1 << BlockBits;

    private readonly SlotIndex _slots;
    private readonly Stack<int> _free = [];
    private readonly List<Block> _blocks = [];

    public ShardTable() => _slots = new(slot => RowAt(slot).CustomerId);

    /// <summary>Slots in use, free ones among them included.</summary>
    public int Slots { get; private set; }

    /// <summary>How many customers there are.</summary>
    public int Count => _slots.Count;

    /// <summary>The customer of a slot; a free one has no id.</summary>
    public ref readonly ShardRow this[int slot] => ref RowAt(slot);

    /// <summary>The slot of a customer; −1 for one who is not here.</summary>
    public int SlotOf(string customerId) => _slots.Find(customerId);

    /// <summary>Takes a customer in, or what is new of them.</summary>
    /// <param name="row">All of it.</param>
    /// <param name="isStale">Another model is in force than the one they were last assessed by.</param>
    public void Set(in ShardRow row, bool isStale)
    {
        var slot = _slots.Find(row.CustomerId);
        var isNew = slot < 0;
        if (isNew)
        {
            slot = _free.TryPop(out var free) ? free : Grow();
        }

        RowAt(slot) = row;
        DueAt(slot) = isStale ? long.MinValue : row.SegmentState.Due;
        if (isNew)
        {
            _slots.Add(slot);
        }
    }

    /// <summary>The state of a customer changes without a change of segment.</summary>
    public void Carry(int slot, in SegmentState segmentState)
    {
        ref var row = ref RowAt(slot);
        row = row with { CustomerSummary = row.CustomerSummary with { SegmentState = segmentState } };
        DueAt(slot) = segmentState.Due;
    }

    /// <summary>Whoever was assessed by an earlier publication must be looked at.</summary>
    public void MarkStale(int publication)
    {
        for (var slot = 0; slot < Slots; slot++)
        {
            if (RowAt(slot).CustomerId is not null && RowAt(slot).SegmentState.Publication < publication)
            {
                DueAt(slot) = long.MinValue;
            }
        }
    }

    /// <summary>Nobody looks at this one again until something comes of them.</summary>
    public void Pass(int slot) => DueAt(slot) = SegmentState.Never;

    /// <summary>Whether a customer must be looked at by a moment before their figures can be used.</summary>
    public bool IsDue(int slot, long moment) => DueAt(slot) <= moment;

    /// <summary>The first slot from one on whose customer is due by a moment; −1 for none.</summary>
    public int NextDue(int from, long moment)
    {
        while (from < Slots)
        {
            var begin = from & ~(BlockSize - 1);
            var due = _blocks[from >> BlockBits].Due.AsSpan(0, Math.Min(BlockSize, Slots - begin));
            if (DueScan.Next(due, from - begin, moment) is >= 0 and var found)
            {
                return begin + found;
            }

            from = begin + BlockSize;
        }

        return -1;
    }

    /// <summary>Forgets a customer.</summary>
    public void Remove(string customerId)
    {
        if (_slots.Remove(customerId) is >= 0 and var slot)
        {
            RowAt(slot) = default;
            DueAt(slot) = SegmentState.Never;
            _free.Push(slot);
        }
    }

    private ref ShardRow RowAt(int slot) => ref _blocks[slot >> BlockBits].Rows[slot & (BlockSize - 1)];

    private ref long DueAt(int slot) => ref _blocks[slot >> BlockBits].Due[slot & (BlockSize - 1)];

    private int Grow()
    {
        if (Slots == _blocks.Count * BlockSize)
        {
            _blocks.Add(new(new ShardRow[BlockSize], new long[BlockSize]));
        }

        return Slots++;
    }

    private readonly record struct Block(ShardRow[] Rows, long[] Due);
}
