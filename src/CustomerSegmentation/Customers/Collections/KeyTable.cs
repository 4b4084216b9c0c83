namespace CustomerSegmentation.Customers.Collections;

/// <summary>
/// What is known of 64-bit hashes: open addressing, linear probing, at most three quarters full. The keys are hashes
/// already, so their low bits are their place.
/// </summary>
internal sealed class KeyTable<T>
{
    private ulong[] _keys;
    private T[] _values;
    private int _count;
    private bool _hasZero; // zero marks an empty slot, so the key zero is kept apart
    private T _zero = default!;

    public KeyTable(int capacity)
    {
        _keys = new ulong[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(capacity * 2))];
        _values = new T[_keys.Length];
    }

    /// <summary>Whether the key is known, and what is known of it.</summary>
    public bool TryFind(ulong key, out T value)
    {
        if (key == 0)
        {
            value = _zero;
            return _hasZero;
        }

        var slot = SlotOf(_keys, key);
        value = _values[slot];
        return _keys[slot] == key;
    }

    /// <summary>Notes a key, or something else of a known one.</summary>
    public void Set(ulong key, T value)
    {
        if (key == 0)
        {
            (_hasZero, _zero) = (true, value);
            return;
        }

        var slot = SlotOf(_keys, key);
        if (_keys[slot] != key)
        {
            if ((_count + 1) * 4 > _keys.Length * 3)
            {
                Grow();
                slot = SlotOf(_keys, key);
            }

            _keys[slot] = key;
            _count++;
        }

        _values[slot] = value;
    }

    private void Grow()
    {
        var keys = new ulong[_keys.Length * 2];
        var values = new T[keys.Length];
        for (var i = 0; i < _keys.Length; i++)
        {
            if (_keys[i] != 0)
            {
                var slot = SlotOf(keys, _keys[i]);
                (keys[slot], values[slot]) = (_keys[i], _values[i]);
            }
        }

        (_keys, _values) = (keys, values);
    }

    private static int SlotOf(ulong[] keys, ulong key)
    {
        var mask = keys.Length - 1;
        var slot = (int)key & mask;
        while (keys[slot] != 0 && keys[slot] != key)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }
}
