using System.Buffers;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Packing;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger.Sqlite;

namespace CustomerSegmentation.Embedded.Lanes;

/// <summary>
/// The customers of a lane by id and by slot, with their columns, and which pages of slots have changed since the
/// last checkpoint. The customers used last are live, all others are packed, unless there are few. Only the lane's loop touches it, and before
/// that its recovery.
/// </summary>
/// <param name="ordinals">Of the process.</param>
/// <param name="lanes">How many lanes share the limit on live customers.</param>
internal sealed class LaneCustomers(SegmentOrdinals ordinals, int lanes)
{
    /// <summary>Slots a page holds.</summary>
    public const int PageSize = 256;

    // Some milliseconds of events: a customer who is used again meanwhile need not be unpacked.
    private const int MaxRecent = 4096;

    // Of all lanes. Up to so many customers fit into memory unpacked, and none needs to be packed.
    private const int Few = 131_072;

    // Customers who buy often will be used again soon, and are expensive to unpack. Live they take a kilobyte or two each.
    private const int FrequentFrom = 16; // events
    private const int MaxFrequent = 65_536;

    private const int MaxEffort = 50_000; // of one question: some milliseconds
    private const int EffortOfWorkingOut = 50; // as much as reading so many rows of the columns

    private readonly int _few = Few / lanes;
    private readonly CustomerIndex _slots = new();
    private readonly LiveSlots _lately = new(), _frequent = new();
    private readonly PackedCustomerStore _store = new();
    private readonly Stack<int> _free = [];
    private readonly HashSet<int> _dirty = [];
    private Customer?[] _customers = [];

    /// <summary>Packed columns, a row per slot.</summary>
    public LaneColumns Columns { get; } = new();

    /// <summary>How many customers there are.</summary>
    public int Count => _slots.Count;

    /// <summary>Bytes reserved for packed customers, whether in use or not.</summary>
    public long Capacity => _store.Capacity;

    /// <summary>The customer of a slot; null for a free one.</summary>
    public Customer? this[int slot] => _customers[slot];

    /// <summary>The customer of an id, unpacked; null if unknown.</summary>
    public Customer? Find(string id)
    {
        if (FindSlot(id) is not (>= 0 and var slot))
        {
            return null;
        }

        var customer = _customers[slot]!;
        customer.Unpack();
        KeepAwake(slot);
        return customer;
    }

    /// <summary>The slot of a customer; negative if unknown.</summary>
    public int FindSlot(string id) => _slots.Find(id, _customers);

    /// <summary>The slot of a customer, who is made if unknown.</summary>
    public int SlotOf(string id)
    {
        var slot = FindSlot(id);
        return slot >= 0 ? slot : Place(new(id));
    }

    /// <summary>Gives a customer a slot.</summary>
    public int Place(Customer customer)
    {
        if (!_free.TryPop(out var slot))
        {
            slot = AddSlot();
        }

        _customers[slot] = customer;
        _slots.Add(customer.Id, slot);
        Changed(slot);
        return slot;
    }

    /// <summary>Gives a customer a slot in place of an earlier state of the same one.</summary>
    public void Replace(Customer customer)
    {
        Remove(customer.Id);
        Place(customer);
    }

    /// <summary>
    /// Puts the customers of a page back into its slots; pages come in their order. Slots that a page left out stay
    /// free, so that everybody is in the page on disk that they were read from.
    /// </summary>
    public void Restore(int page, IReadOnlyList<Customer> customers)
    {
        while (Columns.Count < page * PageSize)
        {
            _free.Push(AddSlot());
        }

        foreach (var customer in customers)
        {
            // Somebody who was erased and came back may be in two pages, if a stop came between writing them. The
            // journal then has both, and says which is true.
            Remove(customer.Id);
            var slot = AddSlot();
            _customers[slot] = customer;
            _slots.Add(customer.Id, slot);
            TakeOver(slot);
            customer.Pack(_store);
        }
    }

    /// <summary>Copies the segment state of a slot's customer into the columns, and marks its page as changed.</summary>
    public void Changed(int slot)
    {
        TakeOver(slot);
        _dirty.Add(slot / PageSize);
        KeepAwake(slot);
    }

    /// <summary>Keeps the customer of a slot live and packs up to two others instead, so that a population that has grown gets packed.</summary>
    public void KeepAwake(int slot)
    {
        _lately.Enter(slot);
        var most = Count <= _few ? _few : Math.Min(_few, MaxRecent);
        for (var n = 0; n < 2 && _lately.Leave(most) is { } eldest; n++)
        {
            if (eldest == slot)
            {
                _lately.Enter(slot);
            }
            else if (_customers[eldest] is { IsPacked: false, Events: >= FrequentFrom })
            {
                _frequent.Enter(eldest);
            }
            else
            {
                _customers[eldest]?.Pack(_store);
            }
        }

        if (_frequent.Leave(MaxFrequent) is { } tired)
        {
            _customers[tired]?.Pack(_store);
        }
    }

    /// <summary>
    /// The segment of a slot's customer now: the columns have it, unless time, or another model, has moved the
    /// customer since and nobody has looked. Then it is worked out; nothing is recorded.
    /// </summary>
    public LaneRow RowAt(int slot, AssignmentTerms terms, DateTimeOffset now)
    {
        var columns = Columns;
        if (columns.Due[slot] > now.UtcTicks)
        {
            return new(columns.Segment[slot], columns.Frequency[slot], columns.Monetary[slot], columns.Newest[slot]);
        }

        var segmentState = _customers[slot]!.SegmentStateAt(terms, now);
        return new(ordinals.Of(segmentState.Segment), segmentState.Frequency, (double)segmentState.Monetary, segmentState.Newest);
    }

    /// <summary>
    /// The slot before which a question that reads from a slot on should stop, so that events flow in between: far on
    /// where the columns answer, soon where everybody is due, as behind a publication.
    /// </summary>
    public int EndOfSlice(int from, DateTimeOffset now)
    {
        var due = Columns.Due;
        var end = from;
        for (var effort = 0; effort < MaxEffort && end < due.Length; end++)
        {
            effort += due[end] > now.UtcTicks ? 1 : EffortOfWorkingOut;
        }

        return end;
    }

    /// <summary>Forgets a customer. False for an unknown one.</summary>
    public bool Remove(string id)
    {
        var slot = FindSlot(id);
        if (slot < 0)
        {
            return false;
        }

        _slots.Remove(id, slot);
        _customers[slot]!.Unpack(); // or their place would stay taken
        _customers[slot] = null;
        Columns.Clear(slot);
        _free.Push(slot);
        _dirty.Add(slot / PageSize);
        return true;
    }

    /// <summary>Pages that changed since they were last taken.</summary>
    public IReadOnlyList<int> DirtyPages => [.. _dirty];

    /// <summary>Writes a page and counts it as clean.</summary>
    public void TakePage(int page, IBufferWriter<byte> output)
    {
        var first = page * PageSize;
        for (var slot = first; slot < Math.Min(first + PageSize, Columns.Count); slot++)
        {
            if (_customers[slot] is { } customer)
            {
                CustomerPage.Write(customer, output);
            }
        }

        _dirty.Remove(page);
    }

    private int AddSlot()
    {
        var slot = Columns.Add();
        if (slot == _customers.Length)
        {
            Array.Resize(ref _customers, Math.Max(PageSize, slot * 2));
        }

        return slot;
    }

    private void TakeOver(int slot)
    {
        var segmentState = _customers[slot]!.SegmentState;
        Columns.Set(slot, segmentState, ordinals.Of(segmentState.Segment));
    }
}

/// <summary>The segment and figures of a customer of a lane.</summary>
/// <param name="Segment">Ordinal of the segment, or <see cref="SegmentOrdinals.None"/>.</param>
/// <param name="Frequency">Counting orders in the window.</param>
/// <param name="Monetary">Their sum in the reporting currency.</param>
/// <param name="Newest">Time of the newest of them (UTC ticks).</param>
internal readonly record struct LaneRow(short Segment, int Frequency, double Monetary, long Newest);
