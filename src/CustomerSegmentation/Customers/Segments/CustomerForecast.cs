using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Customers.Segments;

/// <summary>What time alone will make of a customer. Changes nothing.</summary>
public static class CustomerForecast
{
    /// <summary>
    /// The segments at several moments if nobody buys: those that the engine will record. Null where the customer will
    /// have lapsed.
    /// </summary>
    /// <param name="customer">Who.</param>
    /// <param name="terms">The model in force and the window.</param>
    /// <param name="moments">UTC ticks, ascending.</param>
    /// <param name="segments">As many as moments.</param>
    public static void SegmentsAt(
        this Customer customer, AssignmentTerms terms, ReadOnlySpan<long> moments, Span<string?> segments)
    {
        ArgumentNullException.ThrowIfNull(customer);
        ArgumentNullException.ThrowIfNull(terms);
        var timeline = new SegmentTimeline(ref customer.Orders, customer.SegmentState, terms);
        for (var i = 0; i < moments.Length; i++)
        {
            timeline.GoTo(timeline.Earliest(moments[i]));
            segments[i] = timeline.SegmentState.Segment;
        }
    }

    /// <summary>
    /// How the customer leaves a segment they are in now, unless they buy; null when they are not in it, or leave it
    /// later than <paramref name="until"/>.
    /// </summary>
    public static Departure? DepartureFrom(
        this Customer customer, string segmentId, AssignmentTerms terms, DateTimeOffset now, DateTimeOffset until)
    {
        ArgumentNullException.ThrowIfNull(customer);
        ArgumentNullException.ThrowIfNull(terms);
        var timeline = new SegmentTimeline(ref customer.Orders, customer.SegmentState, terms);
        timeline.GoTo(timeline.Earliest(now.UtcTicks));
        var segmentState = timeline.SegmentState;
        if (segmentState.Segment != segmentId)
        {
            return null;
        }

        while (timeline.SegmentState.Due <= until.UtcTicks)
        {
            if (timeline.Take(timeline.SegmentState.Due, MigrationCause.Decay))
            {
                return new(
                    new(
                        customer.Id,
                        Rfm.DaysSince(segmentState.Newest, now.UtcTicks),
                        segmentState.Frequency,
                        segmentState.Monetary,
                        new(segmentState.Since, TimeSpan.Zero)),
                    new(timeline.SegmentState.Since, TimeSpan.Zero),
                    timeline.SegmentState.Segment);
            }
        }

        return null;
    }
}
