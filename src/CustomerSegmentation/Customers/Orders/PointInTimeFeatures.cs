using CustomerSegmentation.Customers.Segments;

namespace CustomerSegmentation.Customers.Orders;

/// <summary>
/// A customer's figures as of a moment in the past, worked out anew from the orders. An order is kept with the time of
/// its first purchase and what is left of it, so what later refunds and late events made of it is in them.
/// </summary>
public static class PointInTimeFeatures
{
    /// <summary>Recency, frequency and monetary value as of a moment; null when no order counted.</summary>
    public static Rfm? RfmAsOf(this Customer customer, DateTimeOffset moment, AssignmentTerms terms)
    {
        ArgumentNullException.ThrowIfNull(customer);
        return customer.RfmAsOf(moment.UtcTicks, knownUntil: moment.UtcTicks, terms);
    }

    /// <summary>The same, of the orders made until a moment not later (both UTC ticks).</summary>
    internal static Rfm? RfmAsOf(this Customer customer, long moment, long knownUntil, AssignmentTerms terms) =>
        RfmAsOf(customer.Orders, moment, knownUntil, terms);

    internal static Rfm? RfmAsOf(in OrderHistory orders, long moment, long knownUntil, AssignmentTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var left = terms.LeftBy(moment);
        var (frequency, monetary, newest) = (0, 0m, 0L);
        foreach (ref readonly var order in orders.Orders)
        {
            if (order.Time > knownUntil)
            {
                break;
            }

            if (order.Counts && order.Time > left)
            {
                (frequency, monetary, newest) = (frequency + 1, monetary + order.Value, order.Time);
            }
        }

        return frequency == 0 ? null : new(Rfm.DaysSince(newest, moment), frequency, Money.Normal(monetary));
    }
}
