using CustomerSegmentation.Customers.Orders;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Customers.Segments;

/// <summary>
/// What can be known of a customer whose orders are elsewhere: until one of them leaves the window, the figures of the
/// segment state hold, and the model can be asked about them. So a million customers can be read without activating one.
/// </summary>
/// <param name="SegmentState">The segment state of the customer.</param>
/// <param name="Oldest">Time of the oldest counting order in the window (UTC ticks); meaningless without one.</param>
public readonly record struct CustomerSummary(SegmentState SegmentState, long Oldest)
{
    /// <summary>The outline of a customer as of their last assessment.</summary>
    public static CustomerSummary Of(Customer customer)
    {
        ArgumentNullException.ThrowIfNull(customer);

        // The orders that counted then are the newest ones that count, as many as the segment state says.
        var orders = customer.Orders.Orders;
        var (left, oldest) = (customer.SegmentState.Frequency, 0L);
        for (var i = orders.Length - 1; i >= 0 && left > 0; i--)
        {
            if (orders[i].Counts)
            {
                (left, oldest) = (left - 1, orders[i].Time);
            }
        }

        return new(customer.SegmentState, oldest);
    }

    /// <summary>
    /// The segment state at a moment, the model in force adopted; null where only the orders tell. The step is
    /// the one that the customer would take: the same segment at the same time.
    /// </summary>
    /// <param name="terms">The model in force. The window must be the one by which the customer was assessed.</param>
    /// <param name="moment">UTC ticks; for a moment before it, the segment state itself.</param>
    public SegmentState? At(AssignmentTerms terms, long moment)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var there = SegmentState;
        var totals = new WindowTotals(there.Frequency, there.Monetary, there.Newest, Oldest);
        if (there.Publication != terms.Publication.Ordinal)
        {
            var adoption = Math.Max(terms.Publication.At.UtcTicks, there.Since);
            adoption = there.Frequency == 0 ? adoption : Math.Max(adoption, there.Newest);
            if (there.Due <= adoption)
            {
                return null;
            }

            there = Assessment.At(adoption, there, totals, terms, MigrationCause.Refit);
        }

        while (there.Due <= moment)
        {
            if (there.Due >= terms.LeavesAt(Oldest))
            {
                return null;
            }

            there = Assessment.At(there.Due, there, totals, terms, MigrationCause.Decay);
        }

        return there;
    }
}
