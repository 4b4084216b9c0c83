using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Edge.Dashboard.Reports;

/// <summary>A segment whose members are worth more on average than those of the customer's own, and what leads there.</summary>
/// <param name="Id">Which.</param>
/// <param name="Amount">The smallest amount of one order now that does, in the reporting currency.</param>
public sealed record BetterSegment(string Id, decimal Amount)
{
    /// <summary>Those that one order leads to, smallest amount first. For whoever is in none, every segment that has members is better.</summary>
    public static async Task<IReadOnlyList<BetterSegment>> ForAsync(
        CustomerView customer, ISegmentationEngine engine, SegmentsView segments, CancellationToken cancellation)
    {
        if (segments.Segments is not [var any, ..]
            || await engine.PathAsync(customer.CustomerId, any.Segment.Id, cancellation) is not { } path)
        {
            return [];
        }

        var worth = segments.Segments.Where(size => size.Share > 0)
            .ToDictionary(size => size.Segment.Id, size => size.RevenueShare / size.Share, StringComparer.Ordinal);
        var own = customer.Segment is { } segment ? worth.GetValueOrDefault(segment.Id) : 0;
        return [.. path.Reachable.Where(way => way.Id != customer.Segment?.Id && worth.GetValueOrDefault(way.Id) > own)
            .Select(way => new BetterSegment(way.Id, way.Amount))];
    }
}

/// <summary>A migration of a customer, and why it happened.</summary>
/// <param name="Migration">Which.</param>
/// <param name="Why">Null where it cannot be told any more.</param>
public sealed record TimelineEntry(Migrations.Migration Migration, MigrationExplanation? Why);
