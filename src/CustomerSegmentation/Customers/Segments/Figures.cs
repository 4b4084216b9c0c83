using CustomerSegmentation.Customers.Orders;

namespace CustomerSegmentation.Customers.Segments;

/// <summary>
/// What a model is asked about while the orders in the window stay: totals with money as it computes with it, so that
/// a search over moments converts it once.
/// </summary>
internal readonly struct Figures(in WindowTotals totals)
{
    /// <summary>Time of the newest counting order (UTC ticks).</summary>
    public long Newest { get; } = totals.Newest;

    /// <summary>Time of the oldest: the next to leave.</summary>
    public long Oldest { get; } = totals.Oldest;

    /// <summary>Number of counting orders; at least 1.</summary>
    public int Frequency { get; } = totals.Frequency;

    /// <summary>Sum of their values.</summary>
    public double Monetary { get; } = (double)totals.Monetary;

    /// <summary>Days, with fraction, since the newest.</summary>
    public double RecencyAt(long moment) => Rfm.DaysSince(Newest, moment);

    /// <summary>The index of the segment that someone in <paramref name="own"/> belongs to at a moment.</summary>
    public int Assign(int own, long moment, AssignmentTerms terms) =>
        terms.Assign(own, RecencyAt(moment), Frequency, Monetary);

    /// <summary>The recency at which someone who is in <paramref name="own"/> at a moment leaves it if only time passes.</summary>
    public double? NextBoundary(int own, long moment, AssignmentTerms terms) =>
        terms.NextBoundary(own, RecencyAt(moment), Frequency, Monetary);
}
