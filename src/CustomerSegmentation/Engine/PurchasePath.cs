using CustomerSegmentation.Customers;

namespace CustomerSegmentation.Engine;

/// <summary>Whether one more order leads to a segment.</summary>
public enum PathVerdict : byte
{
    /// <summary>The customer is there.</summary>
    Already,

    /// <summary>One order now does it.</summary>
    OneOrder,

    /// <summary>No single order does.</summary>
    NoSingleOrder,

    /// <summary>The model in force has no such segment.</summary>
    NotInModel,
}

/// <summary>The smallest purchase that would bring a customer to a segment, under the model in force.</summary>
/// <param name="CustomerId">Who.</param>
/// <param name="AsOf">The moment of the purchase: now.</param>
/// <param name="From">Id of the segment of now; null for a lapsed customer.</param>
/// <param name="To">Id of the segment asked about.</param>
/// <param name="Verdict">Whether one order does it.</param>
/// <param name="Amount">
/// The smallest amount of one new order in the reporting currency, to its fourth decimal; null without one.
/// </param>
/// <param name="After">Recency, frequency and monetary value right after it; null without one.</param>
/// <param name="Reason">The verdict in a sentence.</param>
/// <param name="Reachable">Every segment that one order now leads to, smallest amount first.</param>
public sealed record PurchasePath(
    string CustomerId,
    DateTimeOffset AsOf,
    string? From,
    string To,
    PathVerdict Verdict,
    decimal? Amount,
    Rfm? After,
    string Reason,
    IReadOnlyList<ReachableSegment> Reachable);

/// <summary>A segment that one order leads to.</summary>
/// <param name="Id">Which.</param>
/// <param name="Amount">The smallest amount that does, in the reporting currency.</param>
public sealed record ReachableSegment(string Id, decimal Amount);
