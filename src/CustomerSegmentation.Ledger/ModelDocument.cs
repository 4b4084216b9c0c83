using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Clustering;

namespace CustomerSegmentation.Ledger;

/// <summary>A model version as the file keeps it. Where it stands follows from the publications.</summary>
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
    public static ModelDocument From(ModelRecord record) => record.Model switch
    {
        RuleModel rules => new(
            rules.Version, record.Algorithm, record.FittedAt, rules.Thresholds, rules.Segments, null, null, record.Fit),
        CentroidModel fitted => new(
            fitted.Version, record.Algorithm, record.FittedAt, null, fitted.Segments, fitted.Features, fitted.ScaledCentroids, record.Fit),
        MixtureModel mixture => new(
            mixture.Version, record.Algorithm, record.FittedAt, null, mixture.Segments, mixture.Features, null, record.Fit, mixture.Components),
        var other => throw new NotSupportedException($"A {other.GetType().Name} has no form on disk."),
    };

    public static ModelRecord Parse(string json)
    {
        var document = JsonSerializer.Deserialize(json, ModelDocumentJson.Default.ModelDocument)
            ?? throw new InvalidDataException("A model is missing.");
        SegmentModel model = document switch
        {
            { Thresholds: { } thresholds } => new RuleModel(thresholds),
            { Features: { } features, ScaledCentroids: { } centroids } =>
                new CentroidModel(document.Version, document.Segments, features, centroids),
            { Features: { } features, Components: { } components } =>
                new MixtureModel(document.Version, document.Segments, features, components),
            _ => throw new InvalidDataException($"Model version {document.Version} is of no kind that this version knows."),
        };
        return new(model, document.Algorithm, document.FittedAt, PublishedAt: null, ModelStatus.Candidate, document.Fit);
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ModelDocument))]
internal sealed partial class ModelDocumentJson : JsonSerializerContext;
