using CustomerSegmentation.Edge.Api.Answers;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Edge.Api;

/// <summary>Models as the API shows them.</summary>
internal static class ModelWords
{
    public static ModelAnswer Describe(ModelRecord model) => new()
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
        Features = [],
        Segments = [.. model.Model.Segments.Select(segment => Describe(segment))],
        Lineage = [],
    };

    public static FitAnswer Describe(FitOutcome outcome)
    {
        var model = Describe(outcome.Model);
        return new()
        {
            Version = model.Version,
            FittedAt = model.FittedAt,
            PublishedAt = model.PublishedAt,
            Status = model.Status,
            Algorithm = model.Algorithm,
            K = model.K,
            Customers = model.Customers,
            Seed = model.Seed,
            Metrics = model.Metrics,
            Features = model.Features,
            Segments = model.Segments,
            Lineage = model.Lineage,
            Preview = PreviewAnswer.Of(outcome.Preview),
        };
    }

    private static ModelSegmentAnswer Describe(Segment segment) =>
        new(segment.Id, segment.Name, segment.Description, segment.Action, null, null);
}
