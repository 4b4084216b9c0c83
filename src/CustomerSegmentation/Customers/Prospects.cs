using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Customers;

/// <summary>What time alone will make of a customer. Changes nothing.</summary>
public static class Prospects
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
        var walk = new Walk(ref customer.Orders, customer.Standing, terms);
        for (var i = 0; i < moments.Length; i++)
        {
            walk.GoTo(walk.Earliest(moments[i]));
            segments[i] = walk.Standing.Segment;
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
        var walk = new Walk(ref customer.Orders, customer.Standing, terms);
        walk.GoTo(walk.Earliest(now.UtcTicks));
        var standing = walk.Standing;
        if (standing.Segment != segmentId)
        {
            return null;
        }

        while (walk.Standing.Due <= until.UtcTicks)
        {
            if (walk.Take(walk.Standing.Due, MigrationCause.Decay))
            {
                return new(
                    new(
                        customer.Id,
                        Rfm.DaysSince(standing.Newest, now.UtcTicks),
                        standing.Frequency,
                        standing.Monetary,
                        new(standing.Since, TimeSpan.Zero)),
                    new(walk.Standing.Since, TimeSpan.Zero),
                    walk.Standing.Segment);
            }
        }

        return null;
    }
}
