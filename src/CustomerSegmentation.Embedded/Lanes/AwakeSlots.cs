namespace CustomerSegmentation.Embedded.Lanes;

/// <summary>
/// The slots of customers who are awake, by when they woke. There is room for so many; for who wakes beyond that, who woke
/// first may rest.
/// </summary>
internal sealed class AwakeSlots
{
    // Some milliseconds of events: whoever is heard of again meanwhile need not be unpacked.
    private const int Most = 4096;

    private readonly Queue<int> _byAge = [];
    private readonly HashSet<int> _awake = [];

    /// <summary>Notes that the customer of a slot woke, or stays awake. The slot of who may rest instead; null for nobody.</summary>
    public int? Enter(int slot)
    {
        if (!_awake.Add(slot))
        {
            return null;
        }

        _byAge.Enqueue(slot);
        if (_byAge.Count <= Most)
        {
            return null;
        }

        var eldest = _byAge.Dequeue();
        _awake.Remove(eldest);
        return eldest;
    }
}
