using CustomerSegmentation.Customers;

namespace CustomerSegmentation.Models;

/// <summary>
/// Decides which segment a customer's RFM belongs to. Immutable: fitting makes a new one, assigning changes nothing.
/// </summary>
public abstract class SegmentModel
{
    /// <summary>The version number of the rule model of the first day.</summary>
    public const int RuleModelVersion = 0;

    /// <summary>0 for the rule model, then one more with every fit.</summary>
    public abstract int Version { get; }

    /// <summary>The segments, in the order of their index. Ids are unique within a model.</summary>
    public abstract IReadOnlyList<Segment> Segments { get; }

    /// <summary>The index of the segment that the RFM belongs to. Ties go to the lower index.</summary>
    /// <exception cref="ArgumentException">A value is not a number, or none that the model can place.</exception>
    public abstract int Assign(double recencyDays, double frequency, double monetary);

    /// <summary>
    /// How well the RFM fits the segments: the assigned one first, then by falling confidence. A crisp model lists
    /// the assigned one alone; any other lists all of its segments. Confidences sum to 1.
    /// </summary>
    public abstract IReadOnlyList<SegmentFit> Rank(double recencyDays, double frequency, double monetary);

    /// <summary>
    /// Where the segment changes if only time passes: the greatest lower bound of the recencies above
    /// <paramref name="recencyDays"/> at which <see cref="Assign(double, double, double)"/> answers something else
    /// than at <paramref name="recencyDays"/>, while frequency and monetary value stay. Null when it never does.
    /// It is never below <paramref name="recencyDays"/>, and equals it for a customer exactly on a boundary.
    /// </summary>
    /// <remarks>
    /// On the boundary itself either segment may answer (a rule's threshold means "at most", a tie of centroids goes
    /// to the lower index), and the value is exact but for rounding. A caller with a grid of moments therefore starts
    /// a step below the boundary and asks <see cref="Assign(double, double, double)"/> upward for the first moment
    /// that differs. Between <paramref name="recencyDays"/> and that moment the segment does not change.
    /// </remarks>
    public abstract double? NextBoundary(double recencyDays, double frequency, double monetary);

    /// <summary>
    /// The index of the segment that someone in <paramref name="own"/> belongs to, who leaves it only for one whose
    /// confidence is above 1 + <paramref name="margin"/> times that of <paramref name="own"/>.
    /// </summary>
    /// <param name="own">Index of the segment they are in.</param>
    /// <param name="margin">A share, at least 0.</param>
    /// <param name="recencyDays">Days, with fraction.</param>
    /// <param name="frequency">Orders.</param>
    /// <param name="monetary">In the reporting currency.</param>
    /// <exception cref="ArgumentException">A value is not a number, or none that the model can place.</exception>
    public int Assign(int own, double margin, double recencyDays, double frequency, double monetary)
    {
        var best = Assign(recencyDays, frequency, monetary);
        return best == own || IsSurer(best, own, margin, recencyDays, frequency, monetary) ? best : own;
    }

    /// <summary>
    /// The same for someone whom the margin keeps in <paramref name="own"/>: where they leave it if only time passes.
    /// With a margin they might have come back by then: a segment that is surer in passing is one for a while.
    /// </summary>
    /// <inheritdoc cref="NextBoundary(double, double, double)"/>
    public abstract double? NextBoundary(int own, double margin, double recencyDays, double frequency, double monetary);

    /// <summary>Whether the confidence of <paramref name="best"/> is above 1 + margin times that of <paramref name="own"/>.</summary>
    protected abstract bool IsSurer(int best, int own, double margin, double recencyDays, double frequency, double monetary);

    /// <summary>
    /// Where the segment may change if the monetary value alone were another: values in the reporting currency,
    /// ascending. Between two neighbours <see cref="Assign(double, double, double)"/> answers the same; on them, and as
    /// far beside them as rounding reaches, either.
    /// </summary>
    public abstract IReadOnlyList<double> MonetaryBoundaries(double recencyDays, double frequency);

    /// <summary>The index of the segment that <paramref name="rfm"/> belongs to.</summary>
    public int Assign(in Rfm rfm) => Assign(rfm.RecencyDays, rfm.Frequency, (double)rfm.Monetary);
}

/// <summary>A model in force.</summary>
/// <param name="Model">The model.</param>
/// <param name="Ordinal">How many publications came before this one; a version published twice has two ordinals.</param>
/// <param name="At">Since when it is in force.</param>
public sealed record Publication(SegmentModel Model, int Ordinal, DateTimeOffset At);
