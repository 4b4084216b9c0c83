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
    /// It is never below <paramref name="recencyDays"/>, and equals it for a customer who stands on a boundary.
    /// </summary>
    /// <remarks>
    /// On the boundary itself either segment may answer (a rule's threshold means "at most", a tie of centroids goes
    /// to the lower index), and the value is exact but for rounding. A caller with a grid of moments therefore starts
    /// a step below the boundary and asks <see cref="Assign(double, double, double)"/> upward for the first moment
    /// that differs. Between <paramref name="recencyDays"/> and that moment the segment does not change.
    /// </remarks>
    public abstract double? NextBoundary(double recencyDays, double frequency, double monetary);

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
