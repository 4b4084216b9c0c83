using Orleans;

namespace CustomerSegmentation.Client;

/// <summary>A version of the model. Moments are in UTC, by the engine's clock.</summary>
/// <param name="Version">0 for the rules of the first day, then one more with every fit.</param>
/// <param name="Algorithm"><c>rules</c>, <c>kmeans</c>, <c>gaussianMixture</c> or another one that may come.</param>
/// <param name="FittedAt">When it was fitted; null for rules.</param>
/// <param name="PublishedAt">When it was put in force last; null for the rules of the first day.</param>
/// <param name="Customers">Customers it was fitted to; null for rules.</param>
/// <param name="Features">How each value of a customer is scaled, in the order of scaled centroids; empty for rules.</param>
/// <param name="Segments">In the order of the model.</param>
[GenerateSerializer, Immutable, Alias("segmentation.model")]
public sealed record ModelView(
    [property: Id(0)] int Version,
    [property: Id(1)] string Algorithm,
    [property: Id(2)] DateTimeOffset? FittedAt,
    [property: Id(3)] DateTimeOffset? PublishedAt,
    [property: Id(4)] int? Customers,
    [property: Id(5)] IReadOnlyList<FeatureScale> Features,
    [property: Id(6)] IReadOnlyList<ModelSegment> Segments);

/// <summary>How a value is scaled: ln(1 + value) first where <paramref name="Log"/>, then (value − mean) / standard deviation.</summary>
/// <param name="Name"><c>recencyDays</c>, <c>frequency</c> or <c>monetary</c>.</param>
/// <param name="Log">Whether the logarithm is taken.</param>
/// <param name="Mean">Of the customers it was fitted to, after the logarithm.</param>
/// <param name="StandardDeviation">Likewise; above zero.</param>
[GenerateSerializer, Immutable, Alias("segmentation.feature")]
public sealed record FeatureScale(
    [property: Id(0)] string Name,
    [property: Id(1)] bool Log,
    [property: Id(2)] double Mean,
    [property: Id(3)] double StandardDeviation);

/// <summary>A segment of a model.</summary>
/// <param name="Id">Outlives the model.</param>
/// <param name="Name">What people call it today.</param>
/// <param name="Description">Who these customers are, in a sentence.</param>
/// <param name="Action">What to do about them.</param>
/// <param name="Centroid">The middle in customers' units; null for one that is made of rules.</param>
/// <param name="ScaledCentroid">The middle in scaled space, in the order of the features; null for one that is made of rules.</param>
[GenerateSerializer, Immutable, Alias("segmentation.model-segment")]
public sealed record ModelSegment(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] string Description,
    [property: Id(3)] string Action,
    [property: Id(4)] Centroid? Centroid,
    [property: Id(5)] IReadOnlyList<double>? ScaledCentroid);
