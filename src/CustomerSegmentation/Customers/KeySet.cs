namespace CustomerSegmentation.Customers;

/// <summary>
/// A set of 64-bit hashes: open addressing, linear probing, at most three quarters full. The keys are hashes
/// already, so their low bits are their place.
/// </summary>
internal sealed class KeySet
{
    private ulong[] _slots;
    private int _count;
    private bool _hasZero; // zero marks an empty slot, so the key zero is kept apart

    public KeySet(int capacity) => _slots = new ulong[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(capacity * 2))];

    public bool Contains(ulong key)
    {
        if (key == 0)
        {
            return _hasZero;
        }

        var mask = _slots.Length - 1;
        for (var i = (int)key & mask; _slots[i] != 0; i = (i + 1) & mask)
        {
            if (_slots[i] == key)
            {
                return true;
            }
        }

        return false;
    }

    public void Add(ulong key)
    {
        if (key == 0)
        {
            _hasZero = true;
            return;
        }

        if ((_count + 1) * 4 > _slots.Length * 3)
        {
            Grow();
        }

        Place(_slots, key);
        _count++;
    }

    private void Grow()
    {
        var larger = new ulong[_slots.Length * 2];
        foreach (var key in _slots)
        {
            if (key != 0)
            {
                Place(larger, key);
            }
        }

        _slots = larger;
    }

    private static void Place(ulong[] slots, ulong key)
    {
        var mask = slots.Length - 1;
        var i = (int)key & mask;
        while (slots[i] != 0)
        {
            i = (i + 1) & mask;
        }

        slots[i] = key;
    }
}
