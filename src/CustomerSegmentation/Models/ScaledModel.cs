namespace CustomerSegmentation.Models;

/// <summary>A fitted model: it scales recency, frequency and monetary value, and every segment has a centre there.</summary>
public abstract class ScaledModel : SegmentModel
{
    /// <summary>Number of features.</summary>
    protected const int Width = 3;

    private readonly FeatureScale _recencyScale;
    private readonly FeatureScale _frequencyScale;
    private readonly FeatureScale _monetaryScale;

    /// <summary>A model with known centres.</summary>
    /// <param name="version">1 or more.</param>
    /// <param name="segments">One for every centre, in the same order.</param>
    /// <param name="features">Of recencyDays, frequency and monetary, in this order.</param>
    /// <param name="scaledCentroids">Three coordinates each, in the order of <paramref name="features"/>.</param>
    /// <exception cref="ArgumentException">The parts do not fit together.</exception>
    protected ScaledModel(
        int version,
        IReadOnlyList<Segment> segments,
        IReadOnlyList<FeatureScale> features,
        IReadOnlyList<IReadOnlyList<double>> scaledCentroids)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(version, RuleModelVersion);
        ArgumentNullException.ThrowIfNull(segments);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(scaledCentroids);
        if (features is not [{ Name: FeatureScale.RecencyDays }, { Name: FeatureScale.Frequency }, { Name: FeatureScale.Monetary }])
        {
            throw new ArgumentException("A model scales recencyDays, frequency and monetary, in this order.", nameof(features));
        }

        if (scaledCentroids.Count == 0 || scaledCentroids.Any(c => c.Count != Width || !c.All(double.IsFinite)))
        {
            throw new ArgumentException("A model has at least one centroid, of three finite coordinates each.", nameof(scaledCentroids));
        }

        if (segments.Count != scaledCentroids.Count || segments.DistinctBy(s => s.Id).Count() != segments.Count)
        {
            throw new ArgumentException("A model has one segment for every centroid, each with an id of its own.", nameof(segments));
        }

        Version = version;
        Segments = [.. segments];
        Features = [.. features];
        (_recencyScale, _frequencyScale, _monetaryScale) = (features[0], features[1], features[2]);
        ScaledCentroids = [.. scaledCentroids.Select(c => (IReadOnlyList<double>)[.. c])];
        Centroids = [.. scaledCentroids.Select(c => Centroid.Of(features, c))];
    }

    /// <inheritdoc/>
    public override int Version { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Segment> Segments { get; }

    /// <summary>How recencyDays, frequency and monetary become coordinates.</summary>
    public IReadOnlyList<FeatureScale> Features { get; }

    /// <summary>The centroids' coordinates, in the order of <see cref="Segments"/> and <see cref="Features"/>.</summary>
    public IReadOnlyList<IReadOnlyList<double>> ScaledCentroids { get; }

    /// <summary>
    /// The centroids in customers' units: the values that have the centroid's coordinates. Of a logged feature that is
    /// a geometric kind of mean, below the arithmetic mean of the members.
    /// </summary>
    public IReadOnlyList<Centroid> Centroids { get; }

    /// <summary>The same model with other ids and wording.</summary>
    /// <param name="segments">One for every centre, in the same order.</param>
    public abstract ScaledModel With(IReadOnlyList<Segment> segments);

    /// <summary>The position of a customer in scaled space.</summary>
    /// <exception cref="ArgumentException">A value is not finite, or cannot be scaled.</exception>
    protected (double Recency, double Frequency, double Monetary) Coordinates(
        double recencyDays, double frequency, double monetary)
    {
        var r = _recencyScale.Scale(recencyDays);
        var f = _frequencyScale.Scale(frequency);
        var m = _monetaryScale.Scale(monetary);
        return double.IsFinite(r + f + m)
            ? (r, f, m)
            : throw new ArgumentException(
                $"Recency {recencyDays}, frequency {frequency}, monetary value {monetary}: no place in this model.",
                nameof(recencyDays));
    }

    /// <summary>
    /// The recency at a coordinate that lies ahead, in days: not below the recency of now, whatever the rounding;
    /// null when it is infinite.
    /// </summary>
    protected double? DaysAt(double coordinate, double recencyDays)
    {
        var days = _recencyScale.Unscale(coordinate);
        return double.IsFinite(days) ? Math.Max(days, recencyDays) : null;
    }

    /// <summary>The monetary values at these coordinates, ascending; what is not finite is left out.</summary>
    protected IReadOnlyList<double> MoneyAt(IEnumerable<double> coordinates) =>
        [.. coordinates.Select(_monetaryScale.Unscale).Where(double.IsFinite).Distinct().Order()];
}
