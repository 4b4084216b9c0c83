using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Customers.Segments;

/// <summary>
/// The segment of a customer on record, its figures, and until when time alone changes nothing. Times are UTC ticks.
/// </summary>
public record struct SegmentState
{
    /// <summary>When nothing is due, ever.</summary>
    public const long Never = long.MaxValue;

    /// <summary>Where everybody begins: in no segment, with no history.</summary>
    public static SegmentState Initial { get; } = new() { Publication = -1, Since = long.MinValue, Due = Never };

    /// <summary>Id of the segment; null for none.</summary>
    public string? Segment { get; init; }

    /// <summary>Effective time of the last migration.</summary>
    public long Since { get; init; }

    /// <summary>Cause of the last migration.</summary>
    public MigrationCause Cause { get; init; }

    /// <summary>Number of migrations so far.</summary>
    public int Sequence { get; init; }

    /// <summary>Ordinal of the publication under which the customer was last assessed; −1 before the first.</summary>
    public int Publication { get; init; }

    /// <summary>
    /// The next moment at which time alone changes something: the segment, an order leaves the window, or a dwell ends.
    /// Until then frequency, monetary value, newest order and segment stay as they are here.
    /// </summary>
    public long Due { get; init; }

    /// <summary>Counting orders in the window.</summary>
    public int Frequency { get; init; }

    /// <summary>Their sum.</summary>
    public decimal Monetary { get; init; }

    /// <summary>Time of the newest counting order; meaningless while <see cref="Frequency"/> is 0.</summary>
    public long Newest { get; init; }

    /// <summary>The figures at a moment (UTC ticks) until which nothing changes; null while no order counts.</summary>
    internal readonly Rfm? RfmAt(long moment) =>
        Frequency == 0 ? null : new(Rfm.DaysSince(Newest, moment), Frequency, Monetary);
}
