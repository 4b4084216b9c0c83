using CustomerSegmentation.Models;

namespace CustomerSegmentation.Customers;

/// <summary>What decides a segment besides the customer's orders: the model in force and the rolling window.</summary>
/// <param name="Publication">The model in force, and since when.</param>
/// <param name="Window">How long an order counts; null for all time.</param>
public sealed record AssignmentTerms(Publication Publication, TimeSpan? Window)
{
    /// <summary>The model in force.</summary>
    public SegmentModel Model => Publication.Model;

    /// <summary>Orders at or before this moment (UTC ticks) have left the window at <paramref name="moment"/>.</summary>
    internal long LeftBy(long moment) => Window is { } window ? moment - window.Ticks : long.MinValue;

    /// <summary>When an order of this time (UTC ticks) leaves the window; never, if that is beyond the calendar.</summary>
    internal long LeavesAt(long time) =>
        Window is { } window && time <= DateTime.MaxValue.Ticks - window.Ticks ? time + window.Ticks : Standing.Never;
}
