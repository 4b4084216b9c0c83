namespace CustomerSegmentation.Customers.Orders;

/// <summary>
/// The newest orders of a book, from one on, and their running totals. They are moved along as time goes by, so that a
/// customer with ten thousand orders costs as little per event as one with ten.
/// </summary>
internal struct RollingWindow
{
    private int _start; // of those in it; the totals are theirs
    private int _frequency;
    private decimal _monetary;

    public void Inserted(int at, in Order order)
    {
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

    /// <summary>Moves to the orders newer than <paramref name="after"/> (exclusive): their totals.</summary>
    public WindowTotals MoveTo(long after, ReadOnlySpan<Order> orders)
    {
        while (_start < orders.Length && orders[_start].Time <= after)
        {
            Discount(orders[_start++]);
        }

        while (_start > 0 && orders[_start - 1].Time > after)
        {
            Count(orders[--_start]);
        }

        if (_frequency == 0)
        {
            return new(Frequency: 0, Monetary: 0.00m, Newest: 0, Oldest: Order.NoPurchase);
        }

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

        return new(_frequency, Money.Normal(_monetary), orders[newest].Time, orders[oldest].Time);
    }

    private void Count(in Order order)
    {
        if (order.Counts)
        {
            _frequency++;
            _monetary += order.Value;
        }
    }

    private void Discount(in Order order)
    {
        if (order.Counts)
        {
            _frequency--;
            _monetary -= order.Value;
        }
    }
}
