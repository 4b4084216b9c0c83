using System.Collections;

namespace CustomerSegmentation.Embedded.Lanes;

/// <summary>The slots of live (unpacked) customers, by when they were unpacked.</summary>
internal sealed class LiveSlots
{
    private readonly Queue<int> _byAge = [];
    private readonly BitArray _awake = new(LaneCustomers.PageSize);

    /// <summary>Notes that the customer of a slot was unpacked, or stays live.</summary>
    public void Enter(int slot)
    {
        if (slot >= _awake.Length)
        {
            _awake.Length = 2 * slot;
        }

        if (!_awake[slot])
        {
            _awake[slot] = true;
            _byAge.Enqueue(slot);
        }
    }

    /// <summary>The slot of the customer unpacked first, who may be packed, if there are more than so many; it is not noted any longer.</summary>
    public int? Leave(int most)
    {
        if (_byAge.Count <= most)
        {
            return null;
        }

        var eldest = _byAge.Dequeue();
        _awake[eldest] = false;
        return eldest;
    }
}
