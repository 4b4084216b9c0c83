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
    public abstract int Assign(double recencyDays, double frequency, double monetary);

    /// <summary>
    /// How well the RFM fits every segment, the assigned one first, then by falling confidence.
    /// </summary>
    public abstract IReadOnlyList<SegmentFit> Rank(double recencyDays, double frequency, double monetary);

    /// <summary>
    /// The recency in days, above <paramref name="recencyDays"/>, at which <see cref="Assign(double, double, double)"/> first answers
    /// something else while frequency and monetary value stay; null when it never does.
    /// It is the root of a closed form: the caller checks its neighbourhood with <see cref="Assign(double, double, double)"/>.
    /// </summary>
    public abstract double? NextBoundary(double recencyDays, double frequency, double monetary);

    /// <summary>The index of the segment that <paramref name="rfm"/> belongs to.</summary>
    public int Assign(in Rfm rfm) => Assign(rfm.RecencyDays, rfm.Frequency, (double)rfm.Monetary);
}

/// <summary>A model in force.</summary>
/// <param name="Model">The model.</param>
/// <param name="Ordinal">How many publications came before this one; a version published twice has two ordinals.</param>
/// <param name="At">Since when it is in force.</param>
public sealed record Publication(SegmentModel Model, int Ordinal, DateTimeOffset At);
