using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Mixtures;

namespace CustomerSegmentation.Models;

/// <summary>
/// A fitted model: every segment is a Gaussian in scaled feature space, and a customer is in the segment of the
/// highest posterior probability, that is of the highest weight times density.
/// </summary>
public sealed class MixtureModel : ScaledModel
{
    private const int Triangle = 6;

    /// <summary>Of each component, row by row, the lower triangle W that makes |W(x − mean)| the Mahalanobis distance.</summary>
    private readonly double[] _whitening;
    private readonly double[] _means;

    /// <summary>ln(weight · |W|); what the components have in common is left out.</summary>
    private readonly double[] _logFactors;

    /// <summary>A model with known components.</summary>
    /// <param name="version">1 or more.</param>
    /// <param name="segments">One for every component, in the same order.</param>
    /// <param name="features">Of recencyDays, frequency and monetary, in this order.</param>
    /// <param name="components">In scaled space, columns in the order of <paramref name="features"/>.</param>
    /// <exception cref="ArgumentException">The parts do not fit together, or a covariance is not positive definite.</exception>
    public MixtureModel(
        int version,
        IReadOnlyList<Segment> segments,
        IReadOnlyList<FeatureScale> features,
        IReadOnlyList<MixtureComponent> components)
        : base(version, segments, features, [.. components.Select(c => c.Mean)])
    {
        if (components.Any(c => c.Covariance.Count != Width || c.Covariance.Any(row => row.Count != Width)
            || !(c.Weight >= 0) || !double.IsFinite(c.Weight)) || components.All(c => c.Weight == 0))
        {
            throw new ArgumentException("A component has a weight from 0 to 1 and a covariance of three rows and columns.", nameof(components));
        }

        var parameters = MixtureParameters.Of(components, origin: new double[Width]);
        Components = [.. components];
        _means = [.. parameters.Means.SelectMany(mean => mean)];
        _whitening = [.. parameters.Whitening.SelectMany(w => (double[])[w[0], w[3], w[4], w[6], w[7], w[8]])];
        _logFactors = parameters.LogFactors;
    }

    /// <summary>The Gaussians in scaled space, in the order of <see cref="SegmentModel.Segments"/>.</summary>
    public IReadOnlyList<MixtureComponent> Components { get; }

    /// <inheritdoc/>
    public override MixtureModel With(IReadOnlyList<Segment> segments) => new(Version, segments, Features, Components);

    /// <inheritdoc/>
    public override int Assign(double recencyDays, double frequency, double monetary)
    {
        var x = Coordinates(recencyDays, frequency, monetary);
        var (likeliest, most) = (0, double.NegativeInfinity);
        for (var c = 0; c < _logFactors.Length; c++)
        {
            var density = LogDensity(c, Whiten(c, x));
            if (density > most)
            {
                (likeliest, most) = (c, density);
            }
        }

        return likeliest;
    }

    /// <summary>Confidence is the posterior probability: the component's weight times density over the sum of all.</summary>
    /// <inheritdoc/>
    public override IReadOnlyList<SegmentFit> Rank(double recencyDays, double frequency, double monetary)
    {
        var x = Coordinates(recencyDays, frequency, monetary);
        var ranked = new (int Index, double LogDensity)[_logFactors.Length];
        for (var c = 0; c < ranked.Length; c++)
        {
            ranked[c] = (c, LogDensity(c, Whiten(c, x)));
        }

        Array.Sort(ranked, static (a, b) =>
            a.LogDensity == b.LogDensity ? a.Index.CompareTo(b.Index) : b.LogDensity.CompareTo(a.LogDensity));

        // Relative to the likeliest, so that far from all components the densities do not all become 0.
        var shares = Array.ConvertAll(ranked, fit => fit == ranked[0] ? 1 : Math.Exp(fit.LogDensity - ranked[0].LogDensity));
        var sum = shares.Sum();
        return [.. ranked.Select((fit, place) => new SegmentFit(fit.Index, shares[place] / sum))];
    }

    /// <summary>
    /// With frequency and monetary value fixed, every log density is a parabola in the scaled recency, and so is the
    /// difference of two. Ahead of now, where our own component leads, it rises through zero once at most; the first
    /// such root of any other component is the boundary.
    /// </summary>
    /// <inheritdoc/>
    public override double? NextBoundary(double recencyDays, double frequency, double monetary) =>
        NextBoundary(Assign(recencyDays, frequency, monetary), margin: 0, recencyDays, frequency, monetary);

    /// <summary>The posterior of another component is above 1 + margin times our own where its log density leads by ln(1 + margin).</summary>
    /// <inheritdoc/>
    public override double? NextBoundary(int own, double margin, double recencyDays, double frequency, double monetary)
    {
        var x = Coordinates(recencyDays, frequency, monetary);
        var (ownCurve, ownSlope, ownLevel) = AlongRecency(own, x);
        var lead = double.LogP1(margin);
        var ahead = double.PositiveInfinity;
        for (var c = 0; c < _logFactors.Length; c++)
        {
            if (c != own && _logFactors[c] > double.NegativeInfinity)
            {
                var (curve, slope, level) = AlongRecency(c, x);
                ahead = Math.Min(ahead, Parabola.FirstRise(curve - ownCurve, slope - ownSlope, level - ownLevel - lead));
            }
        }

        return DaysAt(x.Recency + ahead, recencyDays);
    }

    /// <inheritdoc/>
    protected override bool IsSurer(int best, int own, double margin, double recencyDays, double frequency, double monetary)
    {
        var x = Coordinates(recencyDays, frequency, monetary);
        return LogDensity(best, Whiten(best, x)) - LogDensity(own, Whiten(own, x)) - double.LogP1(margin) > 0;
    }

    /// <summary>
    /// With recency and frequency fixed, every log density is a parabola in the scaled monetary value, and so is the
    /// difference of two: two roots a pair at most.
    /// </summary>
    /// <inheritdoc/>
    public override IReadOnlyList<double> MonetaryBoundaries(double recencyDays, double frequency)
    {
        var (r, f, _) = Coordinates(recencyDays, frequency, monetary: 0);
        (double Curve, double Slope, double Level)[] along = [.. Enumerable.Range(0, _logFactors.Length)
            .Where(c => _logFactors[c] > double.NegativeInfinity)
            .Select(c => AlongMonetary(c, (r, f, 0)))];
        return MoneyAt(along.SelectMany((own, i) => along.Take(i).SelectMany(
            other => Roots(own.Curve - other.Curve, own.Slope - other.Slope, own.Level - other.Level))));
    }

    /// <summary>The real roots of a t² + b t + c, without cancellation.</summary>
    private static double[] Roots(double a, double b, double c)
    {
        var discriminant = (b * b) - (4 * a * c);
        if (!(discriminant >= 0))
        {
            return [];
        }

        var q = -(b + Math.CopySign(Math.Sqrt(discriminant), b)) / 2;
        return [q / a, c / q]; // what is infinite or not a number is no root, and is left out by MoneyAt
    }

    /// <summary>The log density t ahead of x in recency, as coefficients of t², t and 1.</summary>
    private (double Curve, double Slope, double Level) AlongRecency(int c, (double, double, double) x)
    {
        var y = Whiten(c, x);
        var (u, v, w) = (_whitening[c * Triangle], _whitening[(c * Triangle) + 1], _whitening[(c * Triangle) + 3]);
        return (-((u * u) + (v * v) + (w * w)) / 2, -((u * y.R) + (v * y.F) + (w * y.M)), LogDensity(c, y));
    }

    /// <summary>The log density t ahead of x in monetary value, as coefficients of t², t and 1.</summary>
    private (double Curve, double Slope, double Level) AlongMonetary(int c, (double, double, double) x)
    {
        var y = Whiten(c, x);
        var w = _whitening[(c * Triangle) + 5];
        return (-(w * w) / 2, -(w * y.M), LogDensity(c, y));
    }

    private double LogDensity(int c, (double R, double F, double M) y) =>
        _logFactors[c] - (((y.R * y.R) + (y.F * y.F) + (y.M * y.M)) / 2);

    private (double R, double F, double M) Whiten(int c, (double R, double F, double M) x)
    {
        var (mean, at) = (c * Width, c * Triangle);
        var (r, f, m) = (x.R - _means[mean], x.F - _means[mean + 1], x.M - _means[mean + 2]);
        return (
            _whitening[at] * r,
            (_whitening[at + 1] * r) + (_whitening[at + 2] * f),
            (_whitening[at + 3] * r) + (_whitening[at + 4] * f) + (_whitening[at + 5] * m));
    }
}
