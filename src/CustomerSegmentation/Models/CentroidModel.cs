namespace CustomerSegmentation.Models;

/// <summary>
/// A fitted model: every segment has a centroid in scaled feature space, and a customer is in the segment whose
/// centroid is nearest by Euclidean distance.
/// </summary>
public sealed class CentroidModel : ScaledModel
{
    private readonly double[] _centroids;

    /// <summary>A model with known centroids.</summary>
    /// <param name="version">1 or more.</param>
    /// <param name="segments">One for every centroid, in the same order.</param>
    /// <param name="features">Of recencyDays, frequency and monetary, in this order.</param>
    /// <param name="scaledCentroids">Three coordinates each, in the order of <paramref name="features"/>.</param>
    /// <exception cref="ArgumentException">The parts do not fit together.</exception>
    public CentroidModel(
        int version,
        IReadOnlyList<Segment> segments,
        IReadOnlyList<FeatureScale> features,
        IReadOnlyList<IReadOnlyList<double>> scaledCentroids)
        : base(version, segments, features, scaledCentroids) =>
        _centroids = [.. scaledCentroids.SelectMany(c => c)];

    /// <inheritdoc/>
    public override CentroidModel With(IReadOnlyList<Segment> segments) => new(Version, segments, Features, ScaledCentroids);

    /// <inheritdoc/>
    public override int Assign(double recencyDays, double frequency, double monetary)
    {
        var (r, f, m) = Coordinates(recencyDays, frequency, monetary);
        var nearest = 0;
        var least = double.PositiveInfinity;
        for (int i = 0, index = 0; i < _centroids.Length; i += Width, index++)
        {
            var distance = SquaredDistance(i, r, f, m);
            if (distance < least)
            {
                (nearest, least) = (index, distance);
            }
        }

        return nearest;
    }

    /// <summary>
    /// Confidence is the normalised inverse distance: 1/d over the sum of 1/d to all centroids. On a centroid it is 1
    /// for that segment.
    /// </summary>
    /// <inheritdoc/>
    public override IReadOnlyList<SegmentFit> Rank(double recencyDays, double frequency, double monetary)
    {
        var (r, f, m) = Coordinates(recencyDays, frequency, monetary);
        var ranked = new (int Index, double Squared)[Segments.Count];
        for (var index = 0; index < ranked.Length; index++)
        {
            ranked[index] = (index, SquaredDistance(index * Width, r, f, m));
        }

        Array.Sort(ranked, static (a, b) => a.Squared == b.Squared ? a.Index.CompareTo(b.Index) : a.Squared.CompareTo(b.Squared));

        // Relative to the nearest, so that 1/d cannot overflow beside a centroid; on one, all others get 0.
        var least = ranked[0].Squared;
        var fits = new SegmentFit[ranked.Length];
        double sum = 0;
        for (var place = 0; place < fits.Length; place++)
        {
            var (index, squared) = ranked[place];
            var closeness = place == 0 ? 1 : squared == 0 ? 0 : Math.Sqrt(least / squared);
            fits[place] = new(index, closeness);
            sum += closeness;
        }

        return Array.ConvertAll(fits, fit => fit with { Confidence = fit.Confidence / sum });
    }

    /// <summary>
    /// With frequency and monetary value fixed, the difference of the squared distances to two centroids is linear in
    /// the scaled recency, so each other centroid takes over at one root at most; the smallest root is the boundary.
    /// </summary>
    /// <inheritdoc/>
    public override double? NextBoundary(double recencyDays, double frequency, double monetary)
    {
        var (r, f, m) = Coordinates(recencyDays, frequency, monetary);
        var own = Assign(recencyDays, frequency, monetary) * Width;
        var boundary = double.PositiveInfinity;
        for (var i = 0; i < _centroids.Length; i += Width)
        {
            // Only a centroid farther along the recency axis comes nearer than our own as time passes.
            var apart = _centroids[i] - _centroids[own];
            if (apart > 0)
            {
                // |x − c|² − |x − o|² = (o − c)(2x − o − c), coordinate by coordinate: no large squares to cancel.
                var ahead = DifferenceOfSquares(own + 1, i + 1, f) + DifferenceOfSquares(own + 2, i + 2, m);
                boundary = Math.Min(boundary, (_centroids[i] + _centroids[own] + (ahead / apart)) / 2);
            }
        }

        return DaysAt(Math.Max(boundary, r), recencyDays);
    }

    /// <summary>
    /// Confidences are as inverse distances, so another centroid takes over where |x − own|² − (1 + margin)²|x − other|²
    /// rises above zero: in scaled recency a parabola open below. Its region is a ball around the other centroid
    /// (of Apollonius), not the half-space behind a border.
    /// </summary>
    /// <inheritdoc/>
    public override double? NextBoundary(int own, double margin, double recencyDays, double frequency, double monetary)
    {
        var (r, f, m) = Coordinates(recencyDays, frequency, monetary);
        var factor = (1 + margin) * (1 + margin);
        var from = own * Width;
        var ahead = double.PositiveInfinity;
        for (var i = 0; i < _centroids.Length; i += Width)
        {
            if (i != from)
            {
                var slope = 2 * (r - _centroids[from] - (factor * (r - _centroids[i])));
                var level = SquaredDistance(from, r, f, m) - (factor * SquaredDistance(i, r, f, m));
                ahead = Math.Min(ahead, Parabola.FirstRise(1 - factor, slope, level));
            }
        }

        return DaysAt(r + ahead, recencyDays);
    }

    /// <inheritdoc/>
    protected override bool IsSurer(int best, int own, double margin, double recencyDays, double frequency, double monetary)
    {
        var (r, f, m) = Coordinates(recencyDays, frequency, monetary);
        return SquaredDistance(own * Width, r, f, m) > (1 + margin) * (1 + margin) * SquaredDistance(best * Width, r, f, m);
    }

    /// <summary>
    /// With recency and frequency fixed, the difference of the squared distances to two centroids is linear in the
    /// scaled monetary value: one root a pair.
    /// </summary>
    /// <inheritdoc/>
    public override IReadOnlyList<double> MonetaryBoundaries(double recencyDays, double frequency)
    {
        var (r, f, _) = Coordinates(recencyDays, frequency, monetary: 0);
        return MoneyAt(Roots());

        IEnumerable<double> Roots()
        {
            for (var i = 0; i < _centroids.Length; i += Width)
            {
                for (var j = 0; j < i; j += Width)
                {
                    if (_centroids[i + 2] - _centroids[j + 2] is var apart and not 0)
                    {
                        var ahead = DifferenceOfSquares(i, j, r) + DifferenceOfSquares(i + 1, j + 1, f);
                        yield return (_centroids[i + 2] + _centroids[j + 2] - (ahead / apart)) / 2;
                    }
                }
            }
        }
    }

    private double DifferenceOfSquares(int own, int other, double x) =>
        (_centroids[own] - _centroids[other]) * ((2 * x) - _centroids[own] - _centroids[other]);

    private double SquaredDistance(int i, double r, double f, double m)
    {
        var dr = r - _centroids[i];
        var df = f - _centroids[i + 1];
        var dm = m - _centroids[i + 2];
        return (dr * dr) + (df * df) + (dm * dm);
    }
}
