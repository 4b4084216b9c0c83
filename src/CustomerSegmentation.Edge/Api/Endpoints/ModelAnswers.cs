using CustomerSegmentation.Edge.Api.Answers;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Edge.Api.Endpoints;

/// <summary>Models as the API shows them: the segments under the names that they bear now.</summary>
internal static class ModelAnswers
{
    public static ModelAnswer Describe(ModelRecord model, IReadOnlyDictionary<string, Segment> wordings)
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
            Segments = [.. model.Model.Segments.Select(segment => wordings.GetValueOrDefault(segment.Id, segment)).Select((segment, index) => new ModelSegmentAnswer(
                segment.Id, segment.Name, segment.Description, segment.Action,
                CentroidAnswer.Of(fitted?.Centroids[index]), fitted?.ScaledCentroids[index]))],
            Lineage = LineageAnswer.Of(model.Lineage),
            Gates = [.. model.Gates.Select(GateAnswer.Of)],
            Drift = DriftAnswer.Of(model.Drift),
        };
    }

    public static FitAnswer Describe(FitOutcome outcome, IReadOnlyDictionary<string, Segment> wordings) =>
        new(Describe(outcome.Model, wordings), PreviewAnswer.Of(outcome.Preview));
}
