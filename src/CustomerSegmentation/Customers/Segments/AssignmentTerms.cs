using CustomerSegmentation.Models;

namespace CustomerSegmentation.Customers.Segments;

/// <summary>What decides a segment besides the customer's orders.</summary>
/// <param name="Publication">The model in force, and since when.</param>
/// <param name="Window">How long an order counts; null for all time.</param>
/// <param name="Hysteresis">What holds a customer in their segment; null for nothing.</param>
public sealed record AssignmentTerms(Publication Publication, TimeSpan? Window, Hysteresis? Hysteresis = null)
{
    /// <summary>The model in force.</summary>
    public SegmentModel Model => Publication.Model;

    /// <summary>The index of the segment that someone in <paramref name="own"/> belongs to, the margin considered.</summary>
    internal int Assign(int own, double recencyDays, double frequency, double monetary) =>
        Hysteresis is { Margin: > 0 and var margin }
            ? Model.Assign(own, margin, recencyDays, frequency, monetary)
            : Model.Assign(recencyDays, frequency, monetary);

    /// <summary>Where someone who stays in <paramref name="own"/> leaves it if only time passes, the margin considered.</summary>
    internal double? NextBoundary(int own, double recencyDays, double frequency, double monetary) =>
        Hysteresis is { Margin: > 0 and var margin }
            ? Model.NextBoundary(own, margin, recencyDays, frequency, monetary)
            : Model.NextBoundary(recencyDays, frequency, monetary);

    /// <summary>Orders at or before this moment (UTC ticks) have left the window at <paramref name="moment"/>.</summary>
    internal long LeftBy(long moment) => Window is { } window ? moment - window.Ticks : long.MinValue;

    /// <summary>When an order of this time (UTC ticks) leaves the window; never, if that is beyond the calendar.</summary>
    internal long LeavesAt(long time) =>
        Window is { } window && time <= DateTime.MaxValue.Ticks - window.Ticks ? time + window.Ticks : SegmentState.Never;
}
