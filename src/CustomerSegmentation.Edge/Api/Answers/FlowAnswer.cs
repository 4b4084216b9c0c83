using CustomerSegmentation.Edge.Api.Exports;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Edge.Api.Answers;

/// <summary>How many customers moved between two segments for one cause in one step of time.</summary>
/// <param name="Bucket">Where the step begins.</param>
/// <param name="From">Id of the segment left; null for none.</param>
/// <param name="FromName">What it is called today.</param>
/// <param name="To">Id of the segment entered; null for none.</param>
/// <param name="ToName">What it is called today.</param>
/// <param name="Cause">Why.</param>
/// <param name="Count">How many moves.</param>
/// <param name="Revenue">What the customers were worth at these moves.</param>
public sealed record FlowAnswer(
    DateTimeOffset Bucket,
    string? From,
    string? FromName,
    string? To,
    string? ToName,
    MigrationCause Cause,
    long Count,
    double Revenue)
{
    internal static Table<FlowAnswer> Table { get; } = new(
        ("bucket", flow => flow.Bucket),
        ("from", flow => flow.From),
        ("fromName", flow => flow.FromName),
        ("to", flow => flow.To),
        ("toName", flow => flow.ToName),
        ("cause", flow => EnumNames.Of(flow.Cause)),
        ("count", flow => flow.Count),
        ("revenue", flow => flow.Revenue));

    internal static FlowAnswer Of(MigrationFlow flow, SegmentNames names) => new(
        flow.Start, flow.From, names[flow.From], flow.To, names[flow.To], flow.Cause, flow.Moves, RoundedMoney.Of(flow.Revenue));
}
