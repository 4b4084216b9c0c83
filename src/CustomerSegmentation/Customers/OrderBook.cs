namespace CustomerSegmentation.Customers;

/// <summary>
/// A customer's orders, sorted by time. Folding is commutative: an order's value is a sum and its time a minimum,
/// so any order of arrival gives the same book. Times are UTC ticks.
/// </summary>
internal struct OrderBook()
{
    private const int IndexFrom = 64;

    private Order[] _orders = [];
    private LargeBook? _large;

    /// <summary>How many orders there are, counting or not.</summary>
    public int Count { get; private set; }

    /// <summary>Sorted by time, then key; those that no purchase is known of are last.</summary>
    public readonly ReadOnlySpan<Order> Orders => _orders.AsSpan(0, Count);

    /// <summary>The first purchase of the newest order, counting or not; <see cref="Order.NoPurchase"/> if none.</summary>
    public readonly long Newest
    {
        get
        {
            var i = Count - 1;
            while (i >= 0 && _orders[i].Time == Order.NoPurchase)
            {
                i--;
            }

            return i < 0 ? Order.NoPurchase : _orders[i].Time;
        }
    }

    /// <summary>Adds a purchase to its order, or takes a refund from it.</summary>
    public void Fold(in AdmittedEvent e)
    {
        var time = e.Type == PurchaseEventType.Purchase ? e.OccurredAt : Order.NoPurchase;
        var value = e.Type == PurchaseEventType.Purchase ? e.Amount : -e.Amount;
        var at = Find(e.OrderKey);
        if (at < 0)
        {
            Insert(new(e.OrderKey, time, value));
            return;
        }

        var known = _orders[at];
        var folded = new Order(known.Key, Math.Min(known.Time, time), known.Value + value);
        if (folded.Time == known.Time)
        {
            _large?.Replaced(at, known, folded);
            _orders[at] = folded;
            return;
        }

        RemoveAt(at);
        Insert(folded);
    }

    /// <summary>
    /// What counts of orders newer than <paramref name="after"/> (exclusive).
    /// </summary>
    public readonly WindowTotals After(long after)
    {
        var orders = Orders;
        if (_large is { } large)
        {
            return large.After(after, orders);
        }

        var totals = new WindowTotals { Oldest = Order.NoPurchase };
        for (var i = orders.Length - 1; i >= 0; i--)
        {
            ref readonly var order = ref orders[i];
            if (order.Time <= after)
            {
                break;
            }

            totals.Add(order);
        }

        return totals;
    }

    public void Reserve(int count) => _orders = new Order[count];

    /// <summary>Appends an order that sorts after all there are: how a book is read back.</summary>
    public void Append(Order order) => Insert(order);

    private readonly int Find(ulong key)
    {
        if (_large is { } large)
        {
            return large.TryFind(key, out var time) ? PlaceOf(new(key, time, Value: 0)) : -1;
        }

        // From the newest: refunds and further purchases mostly follow soon.
        for (var i = Count - 1; i >= 0; i--)
        {
            if (_orders[i].Key == key)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Where an order stands, or would.</summary>
    private readonly int PlaceOf(in Order order)
    {
        // Most orders are newer than all before.
        if (Count == 0 || order.ComesAfter(_orders[Count - 1]))
        {
            return Count;
        }

        var (low, high) = (0, Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = order.ComesAfter(_orders[middle]) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private void Insert(Order order)
    {
        Room.For(ref _orders, Count);
        var at = PlaceOf(order);
        _orders.AsSpan(at, Count - at).CopyTo(_orders.AsSpan(at + 1));
        _orders[at] = order;
        Count++;
        _large?.Inserted(at, order);
        if (_large is null && Count > IndexFrom)
        {
            _large = new(Orders);
        }
    }

    private void RemoveAt(int at)
    {
        _large?.Removed(at, _orders[at]);
        Count--;
        _orders.AsSpan(at + 1, Count - at).CopyTo(_orders.AsSpan(at));
    }
}
