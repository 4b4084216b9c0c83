using CustomerSegmentation.Customers;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Engine;

/// <summary>What moved a customer.</summary>
public enum MigrationDriver : byte
{
    /// <summary>Recency, frequency or monetary value; which of them, the features say.</summary>
    Features,

    /// <summary>The first order that counts: before it there was nothing to compare.</summary>
    Arrival,

    /// <summary>The last order that counted is gone: after it there is nothing to compare.</summary>
    Lapse,

    /// <summary>Another model; the figures stayed.</summary>
    Model,

    /// <summary>A refund or a late event from before the figures without it were put on record.</summary>
    Event,
}

/// <summary>
/// Why one migration happened, by figures worked out anew from the orders on record now; those before a refund or a late
/// event are on record.
/// </summary>
/// <param name="Migration">Which.</param>
/// <param name="By">What moved the customer.</param>
/// <param name="Before">The last figures in the segment left; null where none counted, or where they were not kept.</param>
/// <param name="After">The figures when the migration took effect; null where none counted.</param>
/// <param name="Shares">
/// How much recency, frequency and monetary value decided, in this order, 0 to 1; empty unless features did. See
/// <see cref="Attribution"/>.
/// </param>
/// <param name="Agrees">
/// Whether the model of then, asked about these figures, gives the segments on record. If not, events that came later
/// have changed the past, or window or rules were others: the figures are not those that moved the customer.
/// </param>
/// <param name="Reason">In a sentence.</param>
public sealed record MigrationExplanation(
    Migration Migration,
    MigrationDriver By,
    Rfm? Before,
    Rfm? After,
    IReadOnlyList<double> Shares,
    bool Agrees,
    string Reason);
