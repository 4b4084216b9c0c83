using CustomerSegmentation.Customers;

namespace CustomerSegmentation.Migrations;

/// <summary>Why a customer changed segment.</summary>
public enum MigrationCause : byte
{
    /// <summary>The customer bought.</summary>
    Purchase,

    /// <summary>The customer got money back.</summary>
    Refund,

    /// <summary>Time passed: recency grew, an order left the rolling window, or a minimum dwell ended.</summary>
    Decay,

    /// <summary>Another model was published, or another window, other rules or other hysteresis came into force.</summary>
    Refit,

    /// <summary>A late event changed the past; the change takes effect when it became known.</summary>
    Correction,
}

/// <summary>One change of one customer's segment.</summary>
/// <param name="CustomerId">Whose.</param>
/// <param name="Sequence">1 for the customer's first migration, then one more each time.</param>
/// <param name="From">Id of the segment left; null when the customer was in none.</param>
/// <param name="To">Id of the segment entered; null when the customer lapsed.</param>
/// <param name="Cause">Why.</param>
/// <param name="ModelVersion">The version of the model that decided.</param>
/// <param name="EffectiveAt">When it became true. Never earlier than the customer's migration before it.</param>
/// <param name="RecordedAt">When the engine knew.</param>
/// <param name="EventId">The event behind it, where there is one.</param>
/// <param name="Monetary">
/// What the customer was worth at the move, in the reporting currency: the monetary value right after it, or, of one who
/// lapses, right before. Null for what was put on record before this was kept.
/// </param>
public sealed record Migration(
    string CustomerId,
    int Sequence,
    string? From,
    string? To,
    MigrationCause Cause,
    int ModelVersion,
    DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt,
    string? EventId,
    decimal? Monetary)
{
    /// <summary>
    /// The figures just before it, where the orders do not tell them afterwards: of a refund, a correction, or a purchase that
    /// adds to an order. Null otherwise, where no order counted, and for what was put on record before this was kept.
    /// </summary>
    public Rfm? Before { get; init; }
}
