namespace CustomerSegmentation.Customers;

/// <summary>
/// What a long order book keeps beside it so that a customer with ten thousand orders costs as little per event as
/// one with ten: at what time each order key stands, and running totals over the window, moved along as time goes by.
/// </summary>
internal sealed class LargeBook
{
    private readonly KeyTable<long> _times;
    private WindowTotals _totals; // over orders[_start..]
    private int _start;

    public LargeBook(ReadOnlySpan<Order> orders)
    {
        _times = new(orders.Length * 2);
        foreach (ref readonly var order in orders)
        {
            _times.Set(order.Key, order.Time);
            Count(order);
        }
    }

    public bool TryFind(ulong key, out long time) => _times.TryFind(key, out time);

    public void Inserted(int at, in Order order)
    {
        _times.Set(order.Key, order.Time);
        if (at < _start)
        {
            _start++;
        }
        else
        {
            Count(order);
        }
    }

    public void Removed(int at, in Order order)
    {
        if (at < _start)
        {
            _start--;
        }
        else
        {
            Discount(order);
        }
    }

    public void Replaced(int at, in Order known, in Order folded)
    {
        if (at >= _start)
        {
            Discount(known);
            Count(folded);
        }
    }

    public WindowTotals After(long after, ReadOnlySpan<Order> orders)
    {
        while (_start < orders.Length && orders[_start].Time <= after)
        {
            Discount(orders[_start++]);
        }

        while (_start > 0 && orders[_start - 1].Time > after)
        {
            Count(orders[--_start]);
        }

        var totals = _totals;
        totals.Newest = totals.Oldest = Order.NoPurchase;
        if (totals.Frequency > 0)
        {
            var newest = orders.Length - 1;
            while (!orders[newest].Counts)
            {
                newest--;
            }

            var oldest = _start;
            while (!orders[oldest].Counts)
            {
                oldest++;
            }

            totals.Newest = orders[newest].Time;
            totals.Oldest = orders[oldest].Time;
        }

        return totals;
    }

    private void Count(in Order order)
    {
        if (order.Counts)
        {
            _totals += order;
        }
    }

    private void Discount(in Order order)
    {
        if (order.Counts)
        {
            _totals -= order;
        }
    }
}
