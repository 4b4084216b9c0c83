namespace CustomerSegmentation.Silo.Population;

/// <summary>
/// The slots of a table by the id of their customer. The ids are in the table: here a customer takes five to eleven bytes, and a
/// dictionary of the same would take some fifty.
/// </summary>
/// <param name="idOf">The id of the customer in a slot.</param>
// Open addressing with linear probing. A place holds the slot and one, and nothing 0; at most three of four are taken.
internal sealed class SlotIndex(Func<int, string> idOf)
{
    private int[] _places = new int[64];

    /// <summary>How many slots are in it.</summary>
    public int Count { get; private set; }

    /// <summary>The slot of a customer; −1 for one who is not in it.</summary>
    public int Find(string customerId) => _places[PlaceOf(customerId)] - 1;

    /// <summary>Adds a customer who is not in it.</summary>
    /// <param name="slot">Where the table has them already.</param>
    public void Add(int slot)
    {
        if (Count >= _places.Length / 4 * 3)
        {
            Grow();
        }

        _places[PlaceOf(idOf(slot))] = slot + 1;
        Count++;
    }

    /// <summary>Removes a customer, whom the table must still have. Their slot; −1 for one who is not in it.</summary>
    public int Remove(string customerId)
    {
        var hole = PlaceOf(customerId);
        var slot = _places[hole] - 1;
        if (slot < 0)
        {
            return slot;
        }

        // Whoever was pushed on past the hole moves into it: a search ends at the first place that is empty.
        for (var place = Next(hole); _places[place] != 0; place = Next(place))
        {
            var home = HomeOf(idOf(_places[place] - 1));
            if (Distance(home, place) >= Distance(hole, place))
            {
                _places[hole] = _places[place];
                hole = place;
            }
        }

        _places[hole] = 0;
        Count--;
        return slot;
    }

    /// <summary>The slot of a customer, or the place where it would be entered.</summary>
    private int PlaceOf(string customerId)
    {
        var place = HomeOf(customerId);
        while (_places[place] is not 0 and var taken && !string.Equals(idOf(taken - 1), customerId, StringComparison.Ordinal))
        {
            place = Next(place);
        }

        return place;
    }

    private int HomeOf(string customerId) => customerId.GetHashCode(StringComparison.Ordinal) & (_places.Length - 1);

    private int Next(int place) => (place + 1) & (_places.Length - 1);

    private int Distance(int from, int to) => (to - from) & (_places.Length - 1);

    private void Grow()
    {
        var before = _places;
        _places = new int[before.Length * 2];
        foreach (var taken in before)
        {
            if (taken != 0)
            {
                _places[PlaceOf(idOf(taken - 1))] = taken;
            }
        }
    }
}
