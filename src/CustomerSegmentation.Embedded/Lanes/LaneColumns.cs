using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Embedded.Lanes;

/// <summary>
/// What a model needs to know of every customer of a lane, packed column by column (structure of arrays), so that
/// sweeps, counts and fits read at memory speed. The row is the customer's slot.
/// </summary>
internal sealed class LaneColumns
{
    private long[] _due = [];
    private long[] _newest = [];
    private int[] _frequency = [];
    private double[] _monetary = [];
    private short[] _segment = [];

    /// <summary>Rows in use, free slots included.</summary>
    public int Count { get; private set; }

    /// <summary>When time alone next changes something (UTC ticks).</summary>
    public ReadOnlySpan<long> Due => _due.AsSpan(0, Count);

    /// <summary>Time of the newest counting order (UTC ticks).</summary>
    public ReadOnlySpan<long> Newest => _newest.AsSpan(0, Count);

    /// <summary>Counting orders in the window; 0 for a lapsed customer and a free slot.</summary>
    public ReadOnlySpan<int> Frequency => _frequency.AsSpan(0, Count);

    /// <summary>Their sum in the reporting currency.</summary>
    public ReadOnlySpan<double> Monetary => _monetary.AsSpan(0, Count);

    /// <summary>Ordinal of the segment; <see cref="SegmentOrdinals.None"/> for none, <see cref="Free"/> for a free slot.</summary>
    public ReadOnlySpan<short> Segment => _segment.AsSpan(0, Count);

    /// <summary>Marks a slot that no customer has.</summary>
    public const short Free = -2;

    /// <summary>Adds a row.</summary>
    public int Add()
    {
        if (Count == _due.Length)
        {
            var capacity = Math.Max(256, Count * 2);
            Array.Resize(ref _due, capacity);
            Array.Resize(ref _newest, capacity);
            Array.Resize(ref _frequency, capacity);
            Array.Resize(ref _monetary, capacity);
            Array.Resize(ref _segment, capacity);
        }

        _due[Count] = SegmentState.Never;
        _segment[Count] = Free;
        return Count++;
    }

    /// <summary>Takes over the segment state of a customer.</summary>
    public void Set(int slot, in SegmentState segmentState, short segment)
    {
        _due[slot] = segmentState.Due;
        _newest[slot] = segmentState.Newest;
        _frequency[slot] = segmentState.Frequency;
        _monetary[slot] = (double)segmentState.Monetary;
        _segment[slot] = segment;
    }

    /// <summary>The customer of a slot must be looked at.</summary>
    public void MarkDue(int slot) => _due[slot] = long.MinValue;

    /// <summary>Everybody must be looked at: another model is in force.</summary>
    public void MarkAllDue()
    {
        for (var slot = 0; slot < Count; slot++)
        {
            if (_segment[slot] != Free)
            {
                MarkDue(slot);
            }
        }
    }

    /// <summary>Frees a row.</summary>
    public void Clear(int slot)
    {
        _due[slot] = SegmentState.Never;
        _frequency[slot] = 0;
        _segment[slot] = Free;
    }

    /// <summary>The first slot at or after <paramref name="from"/> that is due by <paramref name="moment"/>; −1 if none.</summary>
    public int NextDue(int from, long moment) => DueScan.Next(Due, from, moment);
}
