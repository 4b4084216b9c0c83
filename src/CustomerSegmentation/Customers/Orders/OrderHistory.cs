using System.Diagnostics.CodeAnalysis;
using CustomerSegmentation.Customers.Collections;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Customers.Orders;

/// <summary>
/// A customer's orders, sorted by time. Folding is commutative: an order's value is a sum and its time a minimum,
/// so any order of arrival gives the same book. Times are UTC ticks.
/// </summary>
internal struct OrderHistory
{
    private const int IndexFrom = 64;

    private SmallList<Order> _orders;
    private RollingWindow _window;
    private KeyTable<long>? _times; // of a long book: when each order was made
    private Dictionary<ulong, ForeignOrder>? _foreign; // orders in another currency than the reporting one

    /// <summary>How many orders there are, counting or not.</summary>
    public readonly int Count => _orders.Count;

    /// <summary>Sorted by time, then key; those that no purchase is known of are last.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<Order> Orders => _orders.Items;

    /// <summary>The first purchase of the newest order, counting or not; <see cref="Order.NoPurchase"/> if none.</summary>
    public readonly long Newest
    {
        get
        {
            var orders = Orders;
            var i = orders.Length - 1;
            while (i >= 0 && orders[i].Time == Order.NoPurchase)
            {
                i--;
            }

            return i < 0 ? Order.NoPurchase : orders[i].Time;
        }
    }

    /// <summary>What is known of orders in other currencies, by key of the order; null for none.</summary>
    public readonly IReadOnlyDictionary<ulong, ForeignOrder>? Foreign => _foreign is { Count: > 0 } ? _foreign : null;

    /// <summary>Adds a purchase to its order, or takes a refund from it.</summary>
    /// <returns>Whether this made a new order, later than all there were.</returns>
    public bool Fold(in AdmittedEvent e)
    {
        var time = e.Type == PurchaseEventType.Purchase ? e.OccurredAt : Order.NoPurchase;
        var at = Find(e.OrderKey);
        if (at < 0)
        {
            var isLatest = Count == 0 || time > Orders[^1].Time;
            Insert(new(e.OrderKey, time, ValueWith(e, before: null)));
            return isLatest;
        }

        var known = _orders[at];
        var folded = new Order(known.Key, Math.Min(known.Time, time), ValueWith(e, known.Value));
        if (folded.Time == known.Time)
        {
            _window.Replaced(at, known, folded);
            _orders[at] = folded;
            return false;
        }

        RemoveAt(at);
        Insert(folded);
        return false;
    }

    /// <summary>What counts of orders newer than <paramref name="after"/> (exclusive).</summary>
    public WindowTotals After(long after) => _window.MoveTo(after, Orders);

    public void Reserve(int count) => _orders.Reserve(count);

    /// <summary>Forgets everything and keeps the capacity.</summary>
    public void Clear()
    {
        _orders.Clear();
        _window = default;
        _times = null;
        _foreign?.Clear();
    }

    /// <summary>Puts back what was known of an order in another currency.</summary>
    public void Append(ulong key, in ForeignOrder foreign) => (_foreign ??= [])[key] = foreign;

    /// <summary>Appends an order that sorts after all there are: how a book is read back.</summary>
    public void Append(Order order) => Insert(order);

    /// <summary>The value of an order with an event more, in the reporting currency.</summary>
    private decimal ValueWith(in AdmittedEvent e, decimal? before)
    {
        if (e.Exchange is null && (_foreign is null || !_foreign.ContainsKey(e.OrderKey)))
        {
            return Money.Normal((before ?? 0) + (e.Type == PurchaseEventType.Purchase ? e.Amount : -e.Amount));
        }

        _foreign ??= [];
        var foreign = (_foreign.TryGetValue(e.OrderKey, out var known) ? known : ForeignOrder.Of(e.Exchange!, before)).With(e);
        _foreign[e.OrderKey] = foreign;
        return foreign.Value;
    }

    private readonly int Find(ulong key)
    {
        if (_times is { } times)
        {
            return times.TryFind(key, out var time) ? PlaceOf(new(key, time, Value: 0)) : -1;
        }

        // From the newest: refunds and further purchases mostly follow soon.
        var orders = Orders;
        for (var i = orders.Length - 1; i >= 0; i--)
        {
            if (orders[i].Key == key)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The index of an order, or the one it would have.</summary>
    private readonly int PlaceOf(in Order order)
    {
        // Most orders are newer than all before.
        var orders = Orders;
        if (orders.IsEmpty || order.ComesAfter(orders[^1]))
        {
            return orders.Length;
        }

        var (low, high) = (0, orders.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = order.ComesAfter(orders[middle]) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private void Insert(Order order)
    {
        var at = PlaceOf(order);
        _orders.Insert(at, order);
        _window.Inserted(at, order);
        _times?.Set(order.Key, order.Time);
        if (_times is null && Count > IndexFrom)
        {
            _times = TimesOf(Orders);
        }
    }

    private void RemoveAt(int at)
    {
        _window.Removed(at, _orders[at]);
        _orders.RemoveAt(at);
    }

    private static KeyTable<long> TimesOf(ReadOnlySpan<Order> orders)
    {
        var times = new KeyTable<long>(orders.Length * 2);
        foreach (ref readonly var order in orders)
        {
            times.Set(order.Key, order.Time);
        }

        return times;
    }
}
