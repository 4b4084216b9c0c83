using CustomerSegmentation.Edge.Api.Answers;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Edge.Api;

/// <summary>Models as the API shows them.</summary>
internal static class ModelWords
{
    public static ModelAnswer Describe(ModelRecord model)
    {
        var fitted = model.Model as ScaledModel;
        return new()
        {
            Version = model.Model.Version,
            FittedAt = model.FittedAt,
            PublishedAt = model.PublishedAt,
            Status = model.Status,
            Algorithm = model.Algorithm,
            K = model.Model.Segments.Count,
            Customers = model.Fit?.Customers,
            Seed = model.Fit?.Seed,
            Metrics = [.. (model.Fit?.Metrics ?? []).Select(MetricsAnswer.Of)],
            Structure = StructureAnswer.Of(model.Fit?.Structure),
            Stability = model.Fit?.Stability?.MeanAdjustedRand,
            Features = [.. (fitted?.Features ?? []).Select(FeatureAnswer.Of)],
            Segments = [.. model.Model.Segments.Select((segment, index) => new ModelSegmentAnswer(
                segment.Id, segment.Name, segment.Description, segment.Action,
                CentroidAnswer.Of(fitted?.Centroids[index]), fitted?.ScaledCentroids[index]))],
            Lineage = [],
        };
    }

    public static FitAnswer Describe(FitOutcome outcome) =>
        new(Describe(outcome.Model), PreviewAnswer.Of(outcome.Preview));
}
