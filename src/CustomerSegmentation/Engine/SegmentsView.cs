using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Retraining;

namespace CustomerSegmentation.Engine;

/// <summary>The segments of the model in force, with who is in them.</summary>
/// <param name="AsOf">The moment the figures are true for.</param>
/// <param name="ModelVersion">Of the model in force.</param>
/// <param name="Customers">Known customers, lapsed ones included.</param>
/// <param name="Lapsed">Customers in no segment.</param>
/// <param name="Segments">In the order of the model.</param>
public sealed record SegmentsView(
    DateTimeOffset AsOf, int ModelVersion, long Customers, long Lapsed, IReadOnlyList<SegmentSize> Segments)
{
    /// <summary>Sizes and shares by a count of everybody.</summary>
    /// <param name="now">The moment of the count.</param>
    /// <param name="registry">The model in force, and what segments are called.</param>
    /// <param name="tally">
    /// Everybody. Who is in a segment of an earlier model, as nobody has looked since, counts in the whole.
    /// </param>
    /// <param name="ordinals">What the tally's ordinals mean.</param>
    public static SegmentsView Of(DateTimeOffset now, ModelRegistry registry, SegmentTally tally, SegmentOrdinals ordinals)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(tally);
        ArgumentNullException.ThrowIfNull(ordinals);
        var model = registry.Terms.Model;
        var inSegments = tally.Customers.Sum();
        var revenue = tally.Revenue.Sum();
        var centroids = (model as ScaledModel)?.Centroids;
        var sizes = model.Segments.Select((segment, index) =>
        {
            var ordinal = ordinals.Of(segment.Id);
            var customers = ordinal < tally.Customers.Length ? tally.Customers[ordinal] : 0;
            return new SegmentSize(
                registry.Directory.GetValueOrDefault(segment.Id, segment),
                customers,
                inSegments == 0 ? 0 : (double)customers / inSegments,
                revenue == 0 || customers == 0 ? 0 : tally.Revenue[ordinal] / revenue,
                centroids?[index]);
        });
        return new(now, model.Version, inSegments + tally.Lapsed, tally.Lapsed, [.. sizes]);
    }
}

/// <summary>One segment and its share of the base.</summary>
/// <param name="Segment">Id, name, description, action.</param>
/// <param name="Customers">Members.</param>
/// <param name="Share">Of the customers that are in any segment, 0 to 1.</param>
/// <param name="RevenueShare">Of the monetary value of those customers, 0 to 1.</param>
/// <param name="Centroid">In customers' units; null for a rule segment, which has none.</param>
public sealed record SegmentSize(
    Segment Segment, long Customers, double Share, double RevenueShare, Centroid? Centroid);

/// <summary>What to change of a segment's wording; null leaves a field as it is.</summary>
public sealed record SegmentEdit(string? Name, string? Description, string? Action)
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxNameLength = 200;

    /// <summary>The longest description or action, in characters.</summary>
    public const int MaxTextLength = 5_000;

    /// <summary>The same without blanks around, and with lines that end as one sign: forms end them as telegraphs did.</summary>
    public SegmentEdit Tidy() => new(Name?.Trim(), Lines(Description), Lines(Action));

    /// <summary>Why it cannot be made, as a sentence, and whether the name is the reason; null if it can be made.</summary>
    public (bool IsName, string Reason)? Flaw() =>
        Name is not null && string.IsNullOrWhiteSpace(Name) ? (true, "name must not be empty; leave it out to keep it.")
        : Name is not null && TextFlaw.Of(Name, MaxNameLength) is { } name ? (true, $"name {name}")
        : Description is not null && TextFlaw.Of(Description, MaxTextLength, mayHaveLines: true) is { } description ? (false, $"description {description}")
        : Action is not null && TextFlaw.Of(Action, MaxTextLength, mayHaveLines: true) is { } action ? (false, $"action {action}")
        : null;

    /// <summary>The segment in its new wording.</summary>
    public Segment Of(Segment known)
    {
        ArgumentNullException.ThrowIfNull(known);
        return known with
        {
            Name = Name ?? known.Name,
            Description = Description ?? known.Description,
            Action = Action ?? known.Action,
        };
    }

    private static string? Lines(string? text) => text?.ReplaceLineEndings("\n").Trim();
}
