using Orleans;

namespace CustomerSegmentation.Client;

/// <summary>The segments of the model in force with who is in them.</summary>
/// <param name="AsOf">The moment the figures are true for: the engine's now, in UTC.</param>
/// <param name="ModelVersion">Of the model in force; 0 for the rules of the first day.</param>
/// <param name="Customers">Known customers, lapsed ones included.</param>
/// <param name="Lapsed">Customers in no segment.</param>
/// <param name="Segments">In the order of the model.</param>
[GenerateSerializer, Immutable, Alias("segmentation.segments")]
public sealed record SegmentsView(
    [property: Id(0)] DateTimeOffset AsOf,
    [property: Id(1)] int ModelVersion,
    [property: Id(2)] long Customers,
    [property: Id(3)] long Lapsed,
    [property: Id(4)] IReadOnlyList<SegmentSize> Segments);

/// <summary>A segment and its share of the base.</summary>
/// <param name="Id">Outlives the model that made the segment.</param>
/// <param name="Name">What people call it today.</param>
/// <param name="Description">Who these customers are, in a sentence.</param>
/// <param name="Action">What to do about them.</param>
/// <param name="Customers">Members.</param>
/// <param name="Share">Of the customers in any segment, 0 to 1.</param>
/// <param name="RevenueShare">Of those customers' monetary value, 0 to 1.</param>
/// <param name="Centroid">The middle of the segment; null for one that is made of rules.</param>
[GenerateSerializer, Immutable, Alias("segmentation.segment-size")]
public sealed record SegmentSize(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] string Description,
    [property: Id(3)] string Action,
    [property: Id(4)] long Customers,
    [property: Id(5)] double Share,
    [property: Id(6)] double RevenueShare,
    [property: Id(7)] Centroid? Centroid);

/// <summary>The middle of a segment in customers' units.</summary>
/// <param name="RecencyDays">Days since the newest counting order.</param>
/// <param name="Frequency">Counting orders.</param>
/// <param name="Monetary">Their value, in the reporting currency.</param>
[GenerateSerializer, Immutable, Alias("segmentation.centroid")]
public sealed record Centroid(
    [property: Id(0)] double RecencyDays, [property: Id(1)] double Frequency, [property: Id(2)] double Monetary);
