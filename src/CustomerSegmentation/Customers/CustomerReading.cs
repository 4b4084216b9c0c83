using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Customers;

/// <summary>Reads a customer as of a moment, and what will become of them, without changing anything.</summary>
internal static class CustomerReading
{
    public static CustomerView Of(Customer customer, AssignmentTerms terms, DateTimeOffset now, Func<string, string> nameOf)
    {
        var newest = customer.Orders.Newest;
        var moment = newest == Order.NoPurchase ? now.UtcTicks : Math.Max(now.UtcTicks, newest);
        var standing = StandingAt(customer, terms, moment);
        return new(
            customer.Id,
            new(moment, TimeSpan.Zero),
            standing.Frequency == 0
                ? null
                : new Rfm(Assessment.RecencyDays(standing.Newest, moment), standing.Frequency, standing.Monetary),
            customer.FirstPurchaseAt,
            newest == Order.NoPurchase ? null : new(newest, TimeSpan.Zero),
            Membership(standing, terms, moment, nameOf, out var alternatives),
            alternatives,
            Next(customer, standing, terms, nameOf));
    }

    /// <summary>The standing at a moment: what is on record, plus what is due by then.</summary>
    private static Standing StandingAt(Customer customer, AssignmentTerms terms, long moment)
    {
        var standing = customer.Standing;
        if (standing.Publication != terms.Publication.Ordinal)
        {
            var newest = customer.Orders.Newest;
            var adopted = Math.Max(
                Math.Max(terms.Publication.At.UtcTicks, standing.Since), newest == Order.NoPurchase ? 0 : newest);
            standing = Assessment.At(adopted, standing, customer.Orders, terms, MigrationCause.Refit);
        }

        while (standing.Due <= moment)
        {
            standing = Assessment.At(standing.Due, standing, customer.Orders, terms, MigrationCause.Decay);
        }

        return standing;
    }

    private static NextChange? Next(Customer customer, Standing standing, AssignmentTerms terms, Func<string, string> nameOf)
    {
        var sequence = standing.Sequence;
        while (standing.Sequence == sequence)
        {
            if (standing.Due == Standing.Never)
            {
                return null;
            }

            standing = Assessment.At(standing.Due, standing, customer.Orders, terms, MigrationCause.Decay);
        }

        return new(
            standing.Segment,
            standing.Segment is { } segment ? nameOf(segment) : null,
            new(standing.Since, TimeSpan.Zero));
    }

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

        var recency = Assessment.RecencyDays(standing.Newest, moment);
        var ranked = terms.Model.Rank(recency, standing.Frequency, (double)standing.Monetary);
        var segments = terms.Model.Segments;
        alternatives = [.. ranked.Skip(1).Select(fit =>
            new AlternativeSegment(segments[fit.Index].Id, nameOf(segments[fit.Index].Id), fit.Confidence))];
        return new(
            id,
            nameOf(id),
            new(standing.Since, TimeSpan.Zero),
            standing.Cause,
            terms.Model.Version,
            ranked[0].Confidence);
    }
}
