using System.Diagnostics.CodeAnalysis;
using CustomerSegmentation.Edge.Api.Endpoints;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Quality;

namespace CustomerSegmentation.Edge.Api.Answers;

/// <summary>A version of the model and how it came about.</summary>
public record ModelAnswer
{
    /// <summary>0 for the rule model of the first day, then one more with every fit.</summary>
    public required int Version { get; init; }

    /// <summary>When it was fitted; null for the rule model.</summary>
    public required DateTimeOffset? FittedAt { get; init; }

    /// <summary>When it was last put in force; null for one that never was.</summary>
    public required DateTimeOffset? PublishedAt { get; init; }

    /// <summary>Candidate, published or retired.</summary>
    public required ModelStatus Status { get; init; }

    /// <summary>rules, kmeans or gaussianMixture.</summary>
    public required string Algorithm { get; init; }

    /// <summary>Number of segments.</summary>
    public required int K { get; init; }

    /// <summary>Customers it was fitted to; null for the rule model.</summary>
    public required int? Customers { get; init; }

    /// <summary>Gives the same model again on the same customers; null for the rule model.</summary>
    public required ulong? Seed { get; init; }

    /// <summary>One entry per number of clusters tried; empty for the rule model.</summary>
    public required IReadOnlyList<MetricsAnswer> Metrics { get; init; }

    /// <summary>Whether there is anything to find; null where it was not tested.</summary>
    public required StructureAnswer? Structure { get; init; }

    /// <summary>Mean adjusted Rand index between fits to bootstrap samples, 1 at most; null where it was not tested.</summary>
    public required double? Stability { get; init; }

    /// <summary>How each value of a customer is scaled; empty for the rule model.</summary>
    public required IReadOnlyList<FeatureAnswer> Features { get; init; }

    /// <summary>In the order of the model.</summary>
    public required IReadOnlyList<ModelSegmentAnswer> Segments { get; init; }

    /// <summary>What became of the segments that were in force when it was fitted.</summary>
    public required IReadOnlyList<LineageAnswer> Lineage { get; init; }

    /// <summary>The gates that it had to pass for automatic publication; empty for the rule model.</summary>
    public required IReadOnlyList<GateAnswer> Gates { get; init; }

    /// <summary>How far the customers had drifted from the model then in force; null when that was not fitted.</summary>
    public required DriftAnswer? Drift { get; init; }
}

/// <summary>
/// Quality of one number of clusters, in scaled space. A mixture has criteria, unless components of it collapsed; how
/// many did is told too.
/// </summary>
public sealed record MetricsAnswer(
    int K,
    double Inertia,
    double Silhouette,
    double CalinskiHarabasz,
    double DaviesBouldin,
    int SilhouetteSample,
    double? Bic,
    double? Aic,
    int? Collapsed)
{
    internal static MetricsAnswer Of(FitMetrics metrics) => new(
        metrics.K,
        metrics.Inertia,
        metrics.Silhouette,
        metrics.CalinskiHarabasz,
        metrics.DaviesBouldin,
        metrics.SilhouetteSample,
        metrics.Bic,
        metrics.Aic,
        metrics.Collapsed);
}

/// <summary>
/// Whether clusters say anything about the customers: their silhouette beside the mean of copies in which every feature
/// was shuffled on its own.
/// </summary>
public sealed record StructureAnswer(bool Present, double Silhouette, double Permuted)
{
    internal static StructureAnswer? Of(StructureTest? test) =>
        test is null ? null : new(test.Present, test.Silhouette, test.Permuted);
}

/// <summary>How a value is scaled: ln(1 + value) first when <paramref name="Log"/>, then (value − mean) / standard deviation.</summary>
public sealed record FeatureAnswer(string Name, bool Log, double Mean, double StandardDeviation)
{
    internal static FeatureAnswer Of(FeatureScale scale) => new(scale.Name, scale.Log, scale.Mean, scale.StandardDeviation);
}

/// <summary>A segment of a model.</summary>
/// <param name="Id">Outlives the model.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Description">Who these customers are.</param>
/// <param name="Action">What to do about them.</param>
/// <param name="Centroid">In customers' units; null for one that is made of rules.</param>
/// <param name="ScaledCentroid">In the order of the features; null for one that is made of rules.</param>
public sealed record ModelSegmentAnswer(
    string Id, string Name, string Description, string Action, CentroidAnswer? Centroid, IReadOnlyList<double>? ScaledCentroid);

/// <summary>A fitted candidate and what publishing it would do.</summary>
public sealed record FitAnswer : ModelAnswer
{
    [SetsRequiredMembers]
    internal FitAnswer(ModelAnswer model, PreviewAnswer preview)
        : base(model) => Preview = preview;

    /// <summary>Who would move where.</summary>
    public PreviewAnswer Preview { get; }
}

/// <summary>How to fit; everything may be left out.</summary>
/// <param name="K">Number of clusters.</param>
/// <param name="MinK">Smallest number tried.</param>
/// <param name="MaxK">Largest number tried.</param>
/// <param name="Algorithm">kmeans or gaussianMixture.</param>
/// <param name="Seed">The same seed on the same customers gives the same model.</param>
/// <param name="Publish">Put it in force at once, whatever its gates say.</param>
public sealed record FitBody(int? K, int? MinK, int? MaxK, string? Algorithm, ulong? Seed, bool Publish = false)
{
    internal FitRequest ToRequest() => new(K, MinK, MaxK, Algorithm, Seed, Publish);
}
