using CustomerSegmentation.Customers;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Edge.Api.Answers;

/// <summary>The smallest purchase that would bring a customer to a segment.</summary>
/// <param name="CustomerId">Who.</param>
/// <param name="AsOf">The moment of the purchase.</param>
/// <param name="From">The segment of now; null for a lapsed customer.</param>
/// <param name="To">The segment asked about.</param>
/// <param name="Verdict">already, oneOrder, noSingleOrder or notInModel.</param>
/// <param name="Amount">Of one order more; null without one.</param>
/// <param name="Currency">What amounts are in.</param>
/// <param name="After">The figures right after it.</param>
/// <param name="Reason">The verdict in a sentence.</param>
/// <param name="Reachable">Every segment that one order leads to, smallest amount first.</param>
public sealed record PathAnswer(
    string CustomerId,
    DateTimeOffset AsOf,
    SegmentNameAnswer? From,
    SegmentNameAnswer? To,
    PathVerdict Verdict,
    decimal? Amount,
    string Currency,
    FiguresAnswer? After,
    string Reason,
    IReadOnlyList<ReachableAnswer> Reachable)
{
    internal static PathAnswer Of(PurchasePath path, string currency, IReadOnlyDictionary<string, Segment> directory) => new(
        path.CustomerId,
        path.AsOf,
        SegmentNameAnswer.Of(path.From, directory),
        SegmentNameAnswer.Of(path.To, directory),
        path.Verdict,
        path.Amount,
        currency,
        FiguresAnswer.Of(path.After),
        path.Reason,
        [.. path.Reachable.Select(way => new ReachableAnswer(SegmentNameAnswer.Of(way.Id, directory)!, way.Amount))]);
}

/// <summary>A segment that one order leads to, and the smallest amount that does.</summary>
public sealed record ReachableAnswer(SegmentNameAnswer Segment, decimal Amount);

/// <summary>Recency, frequency and monetary value.</summary>
public sealed record FiguresAnswer(double RecencyDays, int Frequency, decimal Monetary)
{
    internal static FiguresAnswer? Of(Rfm? rfm) =>
        rfm is { } figures ? new(figures.RecencyDays, figures.Frequency, figures.Monetary) : null;
}
