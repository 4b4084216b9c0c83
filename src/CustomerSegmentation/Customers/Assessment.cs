using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Customers;

/// <summary>
/// Assesses an order book at a moment: which segment, and when time alone will next change something.
/// Pure, so that the same steps record the past, answer the present and forecast the future.
/// </summary>
internal static class Assessment
{
    /// <summary>Where the customer stands at <paramref name="moment"/> if they stood at <paramref name="before"/>.</summary>
    public static Standing At(
        long moment, in Standing before, in OrderBook orders, AssignmentTerms terms, MigrationCause cause)
    {
        var totals = orders.After(terms.LeftBy(moment));
        var after = before with
        {
            Publication = terms.Publication.Ordinal,
            Frequency = totals.Frequency,
            Monetary = totals.Monetary,
            Newest = totals.Newest,
        };
        string? segment = null;
        var due = Standing.Never;
        if (totals.Frequency > 0)
        {
            var index = terms.Model.Assign(Rfm.DaysSince(totals.Newest, moment), totals.Frequency, (double)totals.Monetary);
            segment = terms.Model.Segments[index].Id;
            due = Crossing.Next(moment, totals, index, terms);
        }

        after = after with { Due = due };
        return string.Equals(segment, before.Segment, StringComparison.Ordinal)
            ? after
            : after with { Segment = segment, Since = moment, Cause = cause, Sequence = before.Sequence + 1 };
    }
}
