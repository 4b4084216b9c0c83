using System.Globalization;
using CustomerSegmentation.Customers.Orders;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Customers.Segments;

/// <summary>
/// Explains a migration from the customer's orders: the figures just before it, those at it, and what the model of then
/// makes of the difference.
/// </summary>
public static class MigrationExplainer
{
    private static readonly string[] Names = ["recency", "frequency", "monetary value"];

    /// <summary>Why a migration of the customer happened. Changes nothing.</summary>
    /// <param name="customer">Whose.</param>
    /// <param name="migration">Which.</param>
    /// <param name="model">The version that decided.</param>
    /// <param name="terms">The window is the one of now.</param>
    public static MigrationExplanation Explain(
        this Customer customer, Migration migration, SegmentModel model, AssignmentTerms terms)
    {
        ArgumentNullException.ThrowIfNull(customer);
        ArgumentNullException.ThrowIfNull(migration);
        ArgumentNullException.ThrowIfNull(model);
        var (before, after, by) = Figures(customer, migration, terms);
        by = (by, migration) switch
        {
            (MigrationDriver.Features or MigrationDriver.Event, { From: null }) => MigrationDriver.Arrival,
            (MigrationDriver.Features, { To: null }) => MigrationDriver.Lapse,
            _ => by,
        };
        var agrees = SegmentOf(after) == migration.To
            && (by is MigrationDriver.Event or MigrationDriver.Model || SegmentOf(before) == migration.From);
        var shares = agrees && by == MigrationDriver.Features ? Attribution.Shares(model, before!.Value, after!.Value) : [];
        return new(migration, by, before, after, shares, agrees, Reason());

        string? SegmentOf(Rfm? rfm) => rfm is { } figures ? model.Segments[model.Assign(figures)].Id : null;

        string Reason() => !agrees
            ? "The orders on record now do not give the segments on record: events that came later changed the past, or "
                + "window or rules were others."
            : by switch
            {
                MigrationDriver.Arrival => "The first order that counts.",
                MigrationDriver.Lapse => "No order counts any longer.",
                MigrationDriver.Model => "Another model assigns the same figures to another segment.",
                MigrationDriver.Event => "A refund or a late event moved the customer; what the figures were without it was not kept then.",
                _ => "Changed one at a time, " + string.Join(", ", shares.Select((share, i) => (Share: share, Name: Names[i]))
                    .Where(feature => feature.Share > 0)
                    .OrderByDescending(feature => feature.Share)
                    .Select(feature => string.Create(
                        CultureInfo.InvariantCulture, $"{feature.Name} decides in {feature.Share * 6:0} of 6 sequences"))) + ".",
            };
    }

    /// <summary>
    /// The figures on either side. A purchase: without it and with it, from the orders where they tell both. The passing of time: a
    /// second before and at the moment. A refit: the same figures twice. A refund or a late event: what is on record, and
    /// the figures with it.
    /// </summary>
    private static (Rfm? Before, Rfm? After, MigrationDriver By) Figures(Customer customer, Migration migration, AssignmentTerms terms)
    {
        var at = migration.EffectiveAt.UtcTicks;
        switch (migration.Cause)
        {
            case MigrationCause.Refit:
                var same = customer.RfmAsOf(at, at, terms);
                return (same, same, MigrationDriver.Model);

            case MigrationCause.Decay:
                return (
                    customer.RfmAsOf(at - TimeSpan.TicksPerSecond, at - 1, terms),
                    customer.RfmAsOf(at, at - 1, terms),
                    MigrationDriver.Features);

            case MigrationCause.Purchase:
                return (
                    migration.From is null ? null : migration.Before ?? customer.RfmAsOf(at, at - 1, terms),
                    customer.RfmAsOf(at, at, terms),
                    MigrationDriver.Features);

            default:
                return (migration.Before, customer.RfmAsOf(at, at, terms), migration.Before is null ? MigrationDriver.Event : MigrationDriver.Features);
        }
    }
}
