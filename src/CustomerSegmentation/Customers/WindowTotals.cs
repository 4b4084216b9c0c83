namespace CustomerSegmentation.Customers;

/// <summary>What counts of a customer's orders within the window. Times are UTC ticks.</summary>
internal struct WindowTotals
{
    /// <summary>Number of counting orders.</summary>
    public int Frequency { get; private set; }

    /// <summary>Sum of their values.</summary>
    public decimal Monetary { get; private set; }

    /// <summary>Time of the newest counting order; meaningless without one.</summary>
    public long Newest { get; set; }

    /// <summary>Time of the oldest counting order: the next to leave; <see cref="Order.NoPurchase"/> without one.</summary>
    public long Oldest { get; set; }

    /// <summary>Totals that are known without the orders.</summary>
    public static WindowTotals Of(int frequency, decimal monetary, long newest, long oldest) =>
        new() { Frequency = frequency, Monetary = monetary, Newest = newest, Oldest = oldest };

    /// <summary>Adds an order that is older than those added before.</summary>
    public void Add(in Order order)
    {
        if (!order.Counts)
        {
            return;
        }

        if (Frequency == 0)
        {
            Newest = order.Time;
        }

        Oldest = order.Time;
        Frequency++;
        Monetary += order.Value;
    }

    public static WindowTotals operator -(WindowTotals totals, in Order order)
    {
        totals.Frequency--;
        totals.Monetary -= order.Value;
        return totals;
    }

    public static WindowTotals operator +(WindowTotals totals, in Order order)
    {
        totals.Frequency++;
        totals.Monetary += order.Value;
        return totals;
    }
}
