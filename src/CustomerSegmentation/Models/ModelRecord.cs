using CustomerSegmentation.Engine;
using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Quality;
using CustomerSegmentation.Models.Drift;
using CustomerSegmentation.Models.Gates;
using CustomerSegmentation.Models.Identity;

namespace CustomerSegmentation.Models;

/// <summary>The status of a model.</summary>
public enum ModelStatus : byte
{
    /// <summary>Fitted, waiting to be published.</summary>
    Candidate,

    /// <summary>In force.</summary>
    Published,

    /// <summary>Was in force once, or gave way to a later proposal; can be published.</summary>
    Retired,
}

/// <summary>A model version with how it came about.</summary>
/// <param name="Model">The model itself.</param>
/// <param name="Algorithm"><c>rules</c>, <c>kmeans</c> or <c>gaussianMixture</c>.</param>
/// <param name="FittedAt">When it was fitted (engine's clock); null for the rule model.</param>
/// <param name="PublishedAt">When it was last put in force; null for a candidate, and for the rules of the first day.</param>
/// <param name="Status">Candidate, published or retired.</param>
/// <param name="Fit">How good it is; null for the rule model, which was not fitted.</param>
public sealed record ModelRecord(
    SegmentModel Model,
    string Algorithm,
    DateTimeOffset? FittedAt,
    DateTimeOffset? PublishedAt,
    ModelStatus Status,
    FitReport? Fit)
{
    /// <summary>What it was fitted for; null for the rule model, and where that is not known.</summary>
    public FitTrigger? Trigger { get; init; }

    /// <summary>Whether nobody asked for it: of such candidates only the last waits to be published.</summary>
    public bool IsProposal => Trigger is FitTrigger.Schedule or FitTrigger.Drift;

    /// <summary>What became of the segments that were in force when it was fitted; null for the rule model.</summary>
    public Lineage? Lineage { get; init; }

    /// <summary>What the customers were like that it was fitted to; null where that is not known.</summary>
    public PopulationProfile? Profile { get; init; }

    /// <summary>How far they had drifted from the model then in force; null if that one has no profile.</summary>
    public PopulationDrift? Drift { get; init; }

    /// <summary>The gates that it had to pass for automatic publication; empty for the rule model.</summary>
    public IReadOnlyList<Gate> Gates { get; init; } = [];

    /// <summary>Whether it may be published without a person.</summary>
    public bool PassesGates => Gates.All(gate => gate.Passed);
}

/// <summary>How a fit went.</summary>
/// <param name="K">Number of clusters chosen.</param>
/// <param name="Customers">Rows fitted.</param>
/// <param name="Seed">Gives the same model again on the same rows.</param>
/// <param name="Metrics">One entry per number of clusters tried.</param>
/// <param name="Structure">Whether there is anything to find; null where it was not tested.</param>
/// <param name="Stability">Whether other customers of the same kind would give the same segments; null where it was not tested.</param>
public sealed record FitReport(
    int K,
    int Customers,
    ulong Seed,
    IReadOnlyList<FitMetrics> Metrics,
    StructureTest? Structure = null,
    Stability? Stability = null);

/// <summary>Quality of one number of clusters, in scaled space.</summary>
/// <param name="K">Number of clusters.</param>
/// <param name="Inertia">Sum of squared distances to the nearest centroid.</param>
/// <param name="Silhouette">Mean silhouette, −1 to 1, Rousseeuw 1987; over <paramref name="SilhouetteSample"/> rows.</param>
/// <param name="CalinskiHarabasz">Variance ratio; higher is better.</param>
/// <param name="DaviesBouldin">Mean worst similarity of clusters; lower is better.</param>
/// <param name="SilhouetteSample">How many rows the silhouette was computed on.</param>
/// <param name="Bic">Of a mixture: Bayesian information criterion; lower is better. Null when a component collapsed.</param>
/// <param name="Aic">Of a mixture: Akaike information criterion; lower is better. Null when a component collapsed.</param>
/// <param name="Collapsed">Of a mixture: how many components lie on the variance floor; 0 is sound.</param>
public sealed record FitMetrics(
    int K,
    double Inertia,
    double Silhouette,
    double CalinskiHarabasz,
    double DaviesBouldin,
    int SilhouetteSample,
    double? Bic = null,
    double? Aic = null,
    int? Collapsed = null);
