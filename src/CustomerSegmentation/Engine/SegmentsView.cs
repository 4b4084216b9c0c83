using CustomerSegmentation.Models;

namespace CustomerSegmentation.Engine;

/// <summary>The segments of the model in force, with who is in them.</summary>
/// <param name="AsOf">The moment the figures are true for.</param>
/// <param name="ModelVersion">Of the model in force.</param>
/// <param name="Customers">Known customers, lapsed ones included.</param>
/// <param name="Lapsed">Customers in no segment.</param>
/// <param name="Segments">In the order of the model.</param>
public sealed record SegmentsView(
    DateTimeOffset AsOf, int ModelVersion, long Customers, long Lapsed, IReadOnlyList<SegmentSize> Segments);

/// <summary>One segment and its share of the base.</summary>
/// <param name="Segment">Id, name, description, action.</param>
/// <param name="Customers">Members.</param>
/// <param name="Share">Of the customers that are in any segment, 0 to 1.</param>
/// <param name="RevenueShare">Of the monetary value of those customers, 0 to 1.</param>
/// <param name="Centroid">In customers' units; null for a rule segment, which has none.</param>
public sealed record SegmentSize(
    Segment Segment, long Customers, double Share, double RevenueShare, Centroid? Centroid);

/// <summary>What to change of a segment's wording; null leaves a field as it is.</summary>
public sealed record SegmentEdit(string? Name, string? Description, string? Action);
