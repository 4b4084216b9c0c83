using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Customers;

/// <summary>
/// Assesses an order book at a moment: which segment, and when time alone will next change something.
/// Pure, so that the same steps record the past, answer the present and forecast the future.
/// </summary>
internal static class Assessment
{
    private const int Nowhere = -1;

    /// <summary>Where the customer stands at <paramref name="moment"/> if they stood at <paramref name="before"/>.</summary>
    public static Standing At(
        long moment, in Standing before, in OrderBook orders, AssignmentTerms terms, MigrationCause cause) =>
        At(moment, before, orders.After(terms.LeftBy(moment)), terms, cause);

    /// <summary>The same where the totals of the window at that moment are known.</summary>
    public static Standing At(
        long moment, in Standing before, in WindowTotals totals, AssignmentTerms terms, MigrationCause cause)
    {
        var after = before with
        {
            Publication = terms.Publication.Ordinal,
            Frequency = totals.Frequency,
            Monetary = totals.Monetary,
            Newest = totals.Newest,
        };
        var index = totals.Frequency == 0 ? Nowhere
            : terms.Hysteresis is null ? Place(moment, totals, terms)
            : PlaceOrHold(moment, before, totals, terms, cause);
        var segment = index == Nowhere ? null : terms.Model.Segments[index].Id;
        if (!string.Equals(segment, before.Segment, StringComparison.Ordinal))
        {
            after = after with { Segment = segment, Since = moment, Cause = cause, Sequence = before.Sequence + 1 };
        }

        return after with { Due = index == Nowhere ? Standing.Never : Due(moment, after, totals, index, terms) };
    }

    private static int Place(long moment, in WindowTotals totals, AssignmentTerms terms) =>
        terms.Model.Assign(Rfm.DaysSince(totals.Newest, moment), totals.Frequency, (double)totals.Monetary);

    /// <summary>
    /// A publication places everyone anew, or no model would ever take hold. A correction does not wait for a dwell to
    /// end, as that began on an incomplete past.
    /// </summary>
    private static int PlaceOrHold(
        long moment, in Standing before, in WindowTotals totals, AssignmentTerms terms, MigrationCause cause)
    {
        var own = cause == MigrationCause.Refit ? Nowhere : IndexOf(before.Segment, terms);
        return own == Nowhere ? Place(moment, totals, terms)
            : cause != MigrationCause.Correction && moment < terms.Hysteresis!.DwellEnds(before) ? own
            : terms.Assign(own, Rfm.DaysSince(totals.Newest, moment), totals.Frequency, (double)totals.Monetary);
    }

    /// <summary>While a dwell lasts time changes nothing but the window; when it ends the model is asked again.</summary>
    private static long Due(long moment, in Standing after, in WindowTotals totals, int index, AssignmentTerms terms) =>
        terms.Hysteresis?.DwellEnds(after) is { } ends && ends > moment
            ? Math.Min(ends, terms.LeavesAt(totals.Oldest))
            : Crossing.Next(moment, totals, index, terms);

    private static int IndexOf(string? segment, AssignmentTerms terms)
    {
        var segments = terms.Model.Segments;
        for (var index = 0; segment is not null && index < segments.Count; index++)
        {
            if (string.Equals(segments[index].Id, segment, StringComparison.Ordinal))
            {
                return index;
            }
        }

        return Nowhere;
    }
}
