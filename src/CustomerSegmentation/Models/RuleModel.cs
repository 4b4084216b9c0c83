using System.Numerics;
using System.Runtime.Intrinsics;

namespace CustomerSegmentation.Models;

/// <summary>
/// The model of the first day: scores 1–5 by fixed thresholds and the eleven segments of RFM practice
/// (<see cref="RfmSegments"/>), so that a customer has a segment before there is anything to fit. Rules are crisp:
/// a customer is in one segment and in no other to any degree.
/// </summary>
public sealed class RuleModel : SegmentModel
{
    private const int Bounds = 4;
    private readonly Vector256<double> _recencyBounds;
    private readonly Vector256<double> _frequencyBounds;
    private readonly Vector256<double> _monetaryBounds;

    /// <summary>A rule model with these thresholds.</summary>
    /// <exception cref="ArgumentException">
    /// A feature does not have four finite, positive thresholds in strictly ascending order.
    /// </exception>
    public RuleModel(RuleThresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(thresholds);
        Thresholds = thresholds;
        _recencyBounds = Checked(thresholds.RecencyDays, nameof(thresholds.RecencyDays));
        _frequencyBounds = Checked(thresholds.Frequency, nameof(thresholds.Frequency));
        _monetaryBounds = Checked(thresholds.Monetary, nameof(thresholds.Monetary));
    }

    /// <summary>Where the scores begin.</summary>
    public RuleThresholds Thresholds { get; }

    /// <inheritdoc/>
    public override int Version => RuleModelVersion;

    /// <inheritdoc/>
    public override IReadOnlyList<Segment> Segments => RfmSegments.Map.Segments;

    /// <inheritdoc/>
    public override int Assign(double recencyDays, double frequency, double monetary)
    {
        var scores = Score(recencyDays, frequency, monetary);
        return RfmSegments.Map.IndexOf(scores.Recency, scores.FrequencyMonetary);
    }

    /// <summary>The scores that the segment is read off by.</summary>
    /// <exception cref="ArgumentException">A value is not a number.</exception>
    public RfmScores Score(double recencyDays, double frequency, double monetary)
    {
        RequireNumber(recencyDays, nameof(recencyDays));
        RequireNumber(frequency, nameof(frequency));
        RequireNumber(monetary, nameof(monetary));
        return new(
            Bounds + 1 - BoundsBelow(recencyDays),
            1 + BoundsReached(_frequencyBounds, frequency),
            1 + BoundsReached(_monetaryBounds, monetary));
    }

    /// <summary>The segment with confidence 1 and no other.</summary>
    public override IReadOnlyList<SegmentFit> Rank(double recencyDays, double frequency, double monetary) =>
        [new(Assign(recencyDays, frequency, monetary), 1)];

    /// <summary>
    /// A recency threshold: the first at or above <paramref name="recencyDays"/> beyond which another segment begins,
    /// not merely another score. A threshold means "at most", so the customer still is in the segment on it and has
    /// left it just above.
    /// </summary>
    /// <inheritdoc/>
    public override double? NextBoundary(double recencyDays, double frequency, double monetary)
    {
        var scores = Score(recencyDays, frequency, monetary);
        var segment = RfmSegments.Map.IndexOf(scores.Recency, scores.FrequencyMonetary);
        for (var i = BoundsBelow(recencyDays); i < Bounds; i++)
        {
            if (RfmSegments.Map.IndexOf(Bounds - i, scores.FrequencyMonetary) != segment)
            {
                return _recencyBounds[i];
            }
        }

        return null;
    }

    /// <summary>Rules are crisp: whoever stays is in the segment that the rules say, whatever the margin.</summary>
    /// <inheritdoc/>
    public override double? NextBoundary(int own, double margin, double recencyDays, double frequency, double monetary) =>
        NextBoundary(recencyDays, frequency, monetary);

    /// <inheritdoc/>
    protected override bool IsSurer(int best, int own, double margin, double recencyDays, double frequency, double monetary) => true;

    /// <summary>The thresholds: from each of them on, the score is the next higher one.</summary>
    /// <inheritdoc/>
    public override IReadOnlyList<double> MonetaryBoundaries(double recencyDays, double frequency) => Thresholds.Monetary;

    private int BoundsBelow(double days) => Count(Vector256.LessThan(_recencyBounds, Vector256.Create(days)));

    private static int BoundsReached(Vector256<double> bounds, double value) =>
        Count(Vector256.LessThanOrEqual(bounds, Vector256.Create(value)));

    private static int Count(Vector256<double> which) => BitOperations.PopCount(which.ExtractMostSignificantBits());

    private static Vector256<double> Checked(IReadOnlyList<double> bounds, string name)
    {
        var valid = bounds is { Count: Bounds };
        for (var i = 0; valid && i < Bounds; i++)
        {
            valid = double.IsFinite(bounds![i]) && bounds[i] > (i == 0 ? 0 : bounds[i - 1]);
        }

        return valid
            ? Vector256.Create(bounds![0], bounds[1], bounds[2], bounds[3])
            : throw new ArgumentException(
                $"{name} needs {Bounds} finite, positive thresholds in strictly ascending order; "
                + $"it has [{string.Join(", ", bounds ?? [])}].",
                nameof(bounds));
    }

    private static void RequireNumber(double value, string name)
    {
        if (double.IsNaN(value))
        {
            throw new ArgumentException("Not a number: in no segment.", name);
        }
    }
}
