using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Numerics;

namespace CustomerSegmentation.Edge.Dashboard.Reports;

/// <summary>
/// A sample of customers on the first two principal components of recency, frequency and monetary value, scaled as a
/// model scales them.
/// </summary>
/// <param name="Sample">Who was drawn.</param>
/// <param name="Shares">Explained variance of both components, of all of it.</param>
/// <param name="Weights">Of every feature, by name, in both components.</param>
/// <param name="Groups">The customers by segment, in the order of the model; those without one in it are missing.</param>
public sealed record ComponentCloud(
    CustomerSample Sample,
    (double First, double Second) Shares,
    IReadOnlyList<(string Feature, double First, double Second)> Weights,
    IReadOnlyList<CloudGroup> Groups)
{
    private const int Fewest = 3;

    private static readonly string[] Features = [FeatureScale.RecencyDays, FeatureScale.Frequency, FeatureScale.Monetary];

    /// <summary>
    /// The cloud of a sample by a model: by its own segments if they are those the customers are in, otherwise by those
    /// it would put them into. Null for fewer than three customers, or where nothing varies.
    /// </summary>
    public static ComponentCloud? Of(CustomerSample sample, SegmentModel model)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(model);
        var customers = sample.Customers;
        if (customers.Count < Fewest)
        {
            return null;
        }

        double[][] columns =
        [
            [.. customers.Select(customer => Scale(model, 0, customer.RecencyDays))],
            [.. customers.Select(customer => Scale(model, 1, customer.Frequency))],
            [.. customers.Select(customer => Scale(model, 2, customer.Monetary))],
        ];
        var components = PrincipalComponents.Of(NumericColumns.From(columns));
        if (components.ExplainedVariance[0] == 0)
        {
            return null;
        }

        var segments = customers.Select(customer => sample.ModelVersion == model.Version
            ? customer.Segment
            : model.Segments[model.Assign(customer.RecencyDays, customer.Frequency, customer.Monetary)].Id).ToArray();
        return new(
            sample,
            (components.ExplainedVarianceRatio[0], components.ExplainedVarianceRatio[1]),
            [.. Features.Select((feature, c) => (feature, components.Components[0][c], components.Components[1][c]))],
            [.. model.Segments.Select(segment => new CloudGroup(segment.Id, [.. Enumerable.Range(0, segments.Length)
                .Where(row => segments[row] == segment.Id)
                .Select(row => (components.Scores[0][row], components.Scores[1][row]))])).Where(group => group.Points.Count > 0)]);
    }

    /// <summary>Rules have no scale of their own; a fit takes logarithms of all three.</summary>
    private static double Scale(SegmentModel model, int feature, double value) =>
        model is ScaledModel scaled ? scaled.Features[feature].Scale(value) : double.LogP1(value);
}

/// <summary>The sampled customers of a segment, by their places on both components.</summary>
public sealed record CloudGroup(string Segment, IReadOnlyList<(double First, double Second)> Points);
