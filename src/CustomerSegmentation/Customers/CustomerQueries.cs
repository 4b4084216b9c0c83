using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Customers;

/// <summary>Reads a customer as of a moment, and what will become of them, without changing anything.</summary>
internal static class CustomerQueries
{
    public static CustomerView Of(Customer customer, AssignmentTerms terms, DateTimeOffset now, Func<string, string> nameOf)
    {
        var timeline = new SegmentTimeline(ref customer.Orders, customer.SegmentState, terms);
        var newest = customer.NewestOrder;
        var moment = Math.Max(now.UtcTicks, newest ?? 0);
        timeline.GoTo(moment);
        var segmentState = timeline.SegmentState;
        return new(
            customer.Id,
            new(moment, TimeSpan.Zero),
            segmentState.Frequency == 0
                ? null
                : new Rfm(Rfm.DaysSince(segmentState.Newest, moment), segmentState.Frequency, segmentState.Monetary),
            customer.FirstPurchaseAt,
            newest is { } last ? new(last, TimeSpan.Zero) : null,
            Membership(segmentState, terms, moment, nameOf, out var alternatives),
            alternatives,
            Next(timeline, nameOf));
    }

    private static NextChange? Next(SegmentTimeline timeline, Func<string, string> nameOf) => timeline.GoToNextChange()
        ? new(
            timeline.SegmentState.Segment,
            timeline.SegmentState.Segment is { } segment ? nameOf(segment) : null,
            new(timeline.SegmentState.Since, TimeSpan.Zero))
        : null;

    private static MembershipView? Membership(
        in SegmentState segmentState,
        AssignmentTerms terms,
        long moment,
        Func<string, string> nameOf,
        out IReadOnlyList<AlternativeSegment> alternatives)
    {
        alternatives = [];
        if (segmentState.Segment is not { } id)
        {
            return null;
        }

        var recency = Rfm.DaysSince(segmentState.Newest, moment);
        var ranked = terms.Model.Rank(recency, segmentState.Frequency, (double)segmentState.Monetary);
        var segments = terms.Model.Segments;

        // Somebody whom hysteresis holds is not where the model is surest; a crisp one then gives their segment nothing.
        var own = ranked.FirstOrDefault(fit => segments[fit.Index].Id == id);
        alternatives = [.. ranked.Where(fit => segments[fit.Index].Id != id).Select(fit =>
            new AlternativeSegment(segments[fit.Index].Id, nameOf(segments[fit.Index].Id), fit.Confidence))];
        return new(
            id,
            nameOf(id),
            new(segmentState.Since, TimeSpan.Zero),
            segmentState.Cause,
            terms.Model.Version,
            own.Confidence);
    }
}
