using CustomerSegmentation.Edge.Api.Exports;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Edge.Api.Answers;

/// <summary>The segments of the model in force with who is in them.</summary>
/// <param name="AsOf">The moment the figures are true for.</param>
/// <param name="ModelVersion">Of the model in force.</param>
/// <param name="Customers">Known customers, lapsed ones included.</param>
/// <param name="Lapsed">Customers in no segment.</param>
/// <param name="Segments">In the order of the model.</param>
public sealed record SegmentsAnswer(
    DateTimeOffset AsOf, int ModelVersion, long Customers, long Lapsed, IReadOnlyList<SegmentSizeAnswer> Segments)
{
    internal static SegmentsAnswer Of(SegmentsView view) => new(
        view.AsOf, view.ModelVersion, view.Customers, view.Lapsed, [.. view.Segments.Select(SegmentSizeAnswer.Of)]);
}

/// <summary>A segment and its share of the base.</summary>
/// <param name="Id">Outlives the model that made it.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Description">Who these customers are.</param>
/// <param name="Action">What to do about them.</param>
/// <param name="Customers">Members.</param>
/// <param name="Share">Of the customers in any segment, 0 to 1.</param>
/// <param name="RevenueShare">Of their monetary value, 0 to 1.</param>
/// <param name="Centroid">The middle of the segment; null for one that is made of rules.</param>
public sealed record SegmentSizeAnswer(
    string Id,
    string Name,
    string Description,
    string Action,
    long Customers,
    double Share,
    double RevenueShare,
    CentroidAnswer? Centroid)
{
    internal static SegmentSizeAnswer Of(SegmentSize size) => new(
        size.Segment.Id, size.Segment.Name, size.Segment.Description, size.Segment.Action,
        size.Customers, size.Share, size.RevenueShare, CentroidAnswer.Of(size.Centroid));
}

/// <summary>The middle of a segment in customers' units.</summary>
public sealed record CentroidAnswer(double RecencyDays, double Frequency, double Monetary)
{
    internal static CentroidAnswer? Of(Centroid? centroid) =>
        centroid is null ? null : new(centroid.RecencyDays, centroid.Frequency, centroid.Monetary);
}

/// <summary>A segment's wording.</summary>
public sealed record SegmentAnswer(string Id, string Name, string Description, string Action);

/// <summary>What to change of it; what is left out stays.</summary>
public sealed record SegmentEditBody(string? Name, string? Description, string? Action);

/// <summary>A customer in the list of a segment's members.</summary>
public sealed record MemberAnswer(
    string CustomerId, double RecencyDays, int Frequency, decimal Monetary, DateTimeOffset Since)
{
    internal static Table<MemberAnswer> Table { get; } = new(
        ("customerId", member => member.CustomerId),
        ("recencyDays", member => member.RecencyDays),
        ("frequency", member => member.Frequency),
        ("monetary", member => member.Monetary),
        ("since", member => member.Since));

    internal static MemberAnswer Of(Member member) => new(
        member.CustomerId, member.RecencyDays, member.Frequency, member.Monetary, member.Since);
}
