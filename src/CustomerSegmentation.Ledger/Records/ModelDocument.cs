using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Mixtures;
using CustomerSegmentation.Models.Drift;
using CustomerSegmentation.Models.Gates;
using CustomerSegmentation.Models.Identity;

namespace CustomerSegmentation.Ledger.Records;

/// <summary>
/// A model version as the file keeps it. Its status follows from the publications. What older files do not have
/// reads as null.
/// </summary>
internal sealed record ModelDocument(
    int Version,
    string Algorithm,
    DateTimeOffset? FittedAt,
    RuleThresholds? Thresholds,
    IReadOnlyList<Segment> Segments,
    IReadOnlyList<FeatureScale>? Features,
    IReadOnlyList<IReadOnlyList<double>>? ScaledCentroids,
    FitReport? Fit,
    IReadOnlyList<MixtureComponent>? Components = null)
{
    public FitTrigger? Trigger { get; init; }

    public Lineage? Lineage { get; init; }

    public PopulationProfile? Profile { get; init; }

    public PopulationDrift? Drift { get; init; }

    public IReadOnlyList<Gate>? Gates { get; init; }

    public static ModelDocument From(ModelRecord record) => Of(record) with
    {
        Trigger = record.Trigger,
        Lineage = record.Lineage,
        Profile = record.Profile,
        Drift = record.Drift,
        Gates = record.Gates.Count == 0 ? null : record.Gates,
    };

    public static ModelRecord Parse(string json) =>
        (JsonSerializer.Deserialize(json, ModelDocumentJson.Default.ModelDocument)
            ?? throw new InvalidDataException("A model is missing.")).ToRecord();

    /// <exception cref="InvalidDataException">The model is of no kind that this version knows.</exception>
    public ModelRecord ToRecord()
    {
        SegmentModel model = this switch
        {
            { Thresholds: { } thresholds } => new RuleModel(thresholds),
            { Features: { } features, ScaledCentroids: { } centroids } => new CentroidModel(Version, Segments, features, centroids),
            { Features: { } features, Components: { } components } => new MixtureModel(Version, Segments, features, components),
            _ => throw new InvalidDataException($"Model version {Version} is of no kind that this version knows."),
        };
        return new(model, Algorithm, FittedAt, PublishedAt: null, ModelStatus.Candidate, Fit)
        {
            Trigger = Trigger,
            Lineage = Lineage,
            Profile = Profile,
            Drift = Drift,
            Gates = Gates ?? [],
        };
    }

    private static ModelDocument Of(ModelRecord record) => record.Model switch
    {
        RuleModel rules => new(
            rules.Version, record.Algorithm, record.FittedAt, rules.Thresholds, rules.Segments, null, null, record.Fit),
        CentroidModel fitted => new(
            fitted.Version, record.Algorithm, record.FittedAt, null, fitted.Segments, fitted.Features, fitted.ScaledCentroids, record.Fit),
        MixtureModel mixture => new(
            mixture.Version, record.Algorithm, record.FittedAt, null, mixture.Segments, mixture.Features, null, record.Fit, mixture.Components),
        var other => throw new NotSupportedException($"A {other.GetType().Name} has no form on disk."),
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ModelDocument))]
[JsonSerializable(typeof(LastFit))]
internal sealed partial class ModelDocumentJson : JsonSerializerContext;
