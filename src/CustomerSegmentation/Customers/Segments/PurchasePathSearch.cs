using CustomerSegmentation.Customers.Orders;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Customers.Segments;

/// <summary>The smallest purchase that would bring a customer to a segment.</summary>
public static class PurchasePathSearch
{
    /// <summary>
    /// Looks for one new order, made now, of the smallest amount such that the model in force assigns a segment. After
    /// an order recency is 0 and there is one order more; only the amount is free. Changes nothing.
    /// </summary>
    /// <param name="customer">Who; lapsed or not.</param>
    /// <param name="segmentId">Where to.</param>
    /// <param name="terms">The model in force and the window.</param>
    /// <param name="now">The engine's now.</param>
    /// <param name="nameOf">What a segment is called.</param>
    public static PurchasePath PathTo(
        this Customer customer, string segmentId, AssignmentTerms terms, DateTimeOffset now, Func<string, string> nameOf)
    {
        ArgumentNullException.ThrowIfNull(customer);
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(nameOf);
        var moment = Math.Max(now.UtcTicks, customer.NewestOrder ?? 0);
        var from = customer.SegmentStateAt(terms, new(moment, TimeSpan.Zero)).Segment;
        var totals = customer.Orders.After(terms.LeftBy(moment));
        var segments = terms.Model.Segments;
        var smallest = SmallestOrders.Of(terms.Model, totals.Frequency, totals.Monetary);
        ReachableSegment[] reachable = [.. smallest
            .Select(pair => new ReachableSegment(segments[pair.Key].Id, Short(pair.Value)))
            .OrderBy(segment => segment.Amount)];
        var found = reachable.FirstOrDefault(segment => segment.Id == segmentId)?.Amount;
        var verdict = segmentId == from ? PathVerdict.Already
            : found is not null ? PathVerdict.OneOrder
            : segments.Any(segment => segment.Id == segmentId) ? PathVerdict.NoSingleOrder
            : PathVerdict.NotInModel;
        var amount = verdict == PathVerdict.OneOrder ? found : null;
        return new(
            customer.Id,
            new(moment, TimeSpan.Zero),
            from,
            segmentId,
            verdict,
            amount,
            amount is { } order ? new Rfm(0, totals.Frequency + 1, Money.Normal(totals.Monetary + order)) : null,
            Reason(),
            reachable);

        string Reason() => verdict switch
        {
            PathVerdict.Already => $"The customer is in {nameOf(segmentId)}.",
            PathVerdict.OneOrder => $"One order of {amount} now leads to {nameOf(segmentId)}; none of less does.",
            PathVerdict.NotInModel => $"The model in force, version {terms.Model.Version}, has no segment {nameOf(segmentId)}.",
            _ => $"One order now makes recency 0 and the number of orders {totals.Frequency + 1}; with these, whatever "
                + $"the amount, the model leads to {string.Join(" or ", reachable.Select(segment => nameOf(segment.Id)))} "
                + $"and never to {nameOf(segmentId)}.",
        };
    }

    /// <summary>The same amount without zeros at the end.</summary>
    private static decimal Short(decimal amount) => amount / 1.0000000000000000000000000000m;
}
