using CustomerSegmentation.Customers.Orders;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Customers.Segments;

/// <summary>
/// Assesses a customer at a moment: which segment, and when time alone will next change something.
/// Pure, so that the same steps record the past, answer the present and forecast the future.
/// </summary>
internal static class Assessment
{
    private const int Nowhere = -1;

    /// <summary>
    /// The segment state at <paramref name="moment"/> if it was <paramref name="before"/> and
    /// <paramref name="totals"/> are those of the window at that moment.
    /// </summary>
    public static SegmentState At(
        long moment, in SegmentState before, in WindowTotals totals, AssignmentTerms terms, MigrationCause cause)
    {
        var after = before with
        {
            Publication = terms.Publication.Ordinal,
            Frequency = totals.Frequency,
            Monetary = totals.Monetary,
            Newest = totals.Newest,
        };
        if (totals.Frequency == 0)
        {
            return Entering(null, moment, after, cause) with { Due = SegmentState.Never };
        }

        var figures = new Figures(totals);
        var index = terms.Hysteresis is null
            ? Place(moment, figures, terms)
            : PlaceOrHold(moment, before, figures, terms, cause);
        after = Entering(terms.Model.Segments[index].Id, moment, after, cause);
        return after with { Due = Due(moment, after, figures, index, terms) };
    }

    private static SegmentState Entering(string? segment, long moment, in SegmentState there, MigrationCause cause) =>
        string.Equals(segment, there.Segment, StringComparison.Ordinal)
            ? there
            : there with { Segment = segment, Since = moment, Cause = cause, Sequence = there.Sequence + 1 };

    private static int Place(long moment, in Figures figures, AssignmentTerms terms) =>
        terms.Model.Assign(figures.RecencyAt(moment), figures.Frequency, figures.Monetary);

    /// <summary>
    /// A publication places everyone anew, or no model would ever take hold. A correction does not wait for a dwell to
    /// end, as that began on an incomplete past.
    /// </summary>
    private static int PlaceOrHold(
        long moment, in SegmentState before, in Figures figures, AssignmentTerms terms, MigrationCause cause)
    {
        var own = cause == MigrationCause.Refit ? Nowhere : IndexOf(before.Segment, terms);
        return own == Nowhere ? Place(moment, figures, terms)
            : cause != MigrationCause.Correction && moment < terms.Hysteresis!.DwellEnds(before) ? own
            : figures.Assign(own, moment, terms);
    }

    /// <summary>While a dwell lasts time changes nothing but the window; when it ends the model is asked again.</summary>
    private static long Due(long moment, in SegmentState after, in Figures figures, int index, AssignmentTerms terms) =>
        terms.Hysteresis?.DwellEnds(after) is { } ends && ends > moment
            ? Math.Min(ends, terms.LeavesAt(figures.Oldest))
            : Crossing.Next(moment, figures, index, terms);

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
