using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Customers.Segments;

/// <summary>
/// What keeps a customer at the border of two segments from going to and fro: a margin by which another segment must be
/// surer, and a time that whoever has just moved stays at least.
/// </summary>
/// <remarks>
/// Neither holds back who is in no segment yet, who has no counting order left, or whom a publication moves. With
/// either, the segment depends on the way there, not only on RFM and the moment.
/// </remarks>
public sealed record Hysteresis
{
    /// <summary>The greatest margin: another segment must be eleven times as sure.</summary>
    public const double MaxMargin = 10;

    /// <summary>The longest dwell: a year.</summary>
    public static TimeSpan MaxDwell { get; } = TimeSpan.FromDays(365);

    /// <summary>Hysteresis with these figures.</summary>
    /// <param name="margin">See <see cref="Margin"/>.</param>
    /// <param name="minimumDwell">See <see cref="MinimumDwell"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The margin is not from 0 to <see cref="MaxMargin"/>, or the dwell not from zero to <see cref="MaxDwell"/>.
    /// </exception>
    public Hysteresis(double margin, TimeSpan minimumDwell)
    {
        if (!(margin >= 0 && margin <= MaxMargin))
        {
            throw new ArgumentOutOfRangeException(nameof(margin), margin, $"A margin is a share from 0 to {MaxMargin}.");
        }

        if (minimumDwell < TimeSpan.Zero || minimumDwell > MaxDwell)
        {
            throw new ArgumentOutOfRangeException(
                nameof(minimumDwell), minimumDwell, $"A dwell lasts from zero to {MaxDwell.Days} days.");
        }

        (Margin, MinimumDwell) = (margin, minimumDwell);
    }

    /// <summary>
    /// A share: a customer leaves their segment only once the confidence of another one is above 1 + margin times that of
    /// their own (<see cref="Models.SegmentModel.Rank"/>). 0 for none. Rules are crisp, so no margin applies to them.
    /// </summary>
    public double Margin { get; }

    /// <summary>
    /// How long whoever has moved by a purchase, a refund or decay stays at least; zero for none. If the model still
    /// says otherwise when it ends, they move then, by decay.
    /// </summary>
    public TimeSpan MinimumDwell { get; }

    /// <summary>
    /// When the dwell of a customer in this state ends (UTC ticks); <see cref="long.MinValue"/> without one. What a
    /// publication or a correction moved has none: the customer did not move by themselves.
    /// </summary>
    internal long DwellEnds(in SegmentState segmentState) =>
        segmentState.Segment is null || MinimumDwell == TimeSpan.Zero
            || segmentState.Cause is MigrationCause.Refit or MigrationCause.Correction ? long.MinValue
        : segmentState.Since <= DateTime.MaxValue.Ticks - MinimumDwell.Ticks ? segmentState.Since + MinimumDwell.Ticks
        : SegmentState.Never;
}
