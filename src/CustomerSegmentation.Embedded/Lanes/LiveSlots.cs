using System.Collections;

namespace CustomerSegmentation.Embedded.Lanes;

/// <summary>The slots of customers who are awake, by when they woke.</summary>
internal sealed class LiveSlots
{
    private readonly Queue<int> _byAge = [];
    private readonly BitArray _awake = new(LaneCustomers.PageSize);

    /// <summary>Notes that the customer of a slot woke, or stays awake.</summary>
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

    /// <summary>The slot of who woke first, who may rest, if there are more than so many; it is not noted any longer.</summary>
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
