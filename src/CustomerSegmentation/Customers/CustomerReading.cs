using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Customers;

/// <summary>Reads a customer as of a moment, and what will become of them, without changing anything.</summary>
internal static class CustomerReading
{
    public static CustomerView Of(Customer customer, AssignmentTerms terms, DateTimeOffset now, Func<string, string> nameOf)
    {
        var walk = new Walk(ref customer.Orders, customer.Standing, terms);
        var newest = customer.NewestOrder;
        var moment = Math.Max(now.UtcTicks, newest ?? 0);
        walk.GoTo(moment);
        var standing = walk.Standing;
        return new(
            customer.Id,
            new(moment, TimeSpan.Zero),
            standing.Frequency == 0
                ? null
                : new Rfm(Rfm.DaysSince(standing.Newest, moment), standing.Frequency, standing.Monetary),
            customer.FirstPurchaseAt,
            newest is { } last ? new(last, TimeSpan.Zero) : null,
            Membership(standing, terms, moment, nameOf, out var alternatives),
            alternatives,
            Next(walk, nameOf));
    }

    private static NextChange? Next(Walk walk, Func<string, string> nameOf) => walk.GoToNextChange()
        ? new(
            walk.Standing.Segment,
            walk.Standing.Segment is { } segment ? nameOf(segment) : null,
            new(walk.Standing.Since, TimeSpan.Zero))
        : null;

    private static MembershipView? Membership(
        in Standing standing,
        AssignmentTerms terms,
        long moment,
        Func<string, string> nameOf,
        out IReadOnlyList<AlternativeSegment> alternatives)
    {
        alternatives = [];
        if (standing.Segment is not { } id)
        {
            return null;
        }

        var recency = Rfm.DaysSince(standing.Newest, moment);
        var ranked = terms.Model.Rank(recency, standing.Frequency, (double)standing.Monetary);
        var segments = terms.Model.Segments;

        // Somebody whom hysteresis holds is not where the model is surest; a crisp one then gives their segment nothing.
        var own = ranked.FirstOrDefault(fit => segments[fit.Index].Id == id);
        alternatives = [.. ranked.Where(fit => segments[fit.Index].Id != id).Select(fit =>
            new AlternativeSegment(segments[fit.Index].Id, nameOf(segments[fit.Index].Id), fit.Confidence))];
        return new(
            id,
            nameOf(id),
            new(standing.Since, TimeSpan.Zero),
            standing.Cause,
            terms.Model.Version,
            own.Confidence);
    }
}
