using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Identity;
using CustomerSegmentation.Models.Retraining;
using CustomerSegmentation.Silo.Models;
using CustomerSegmentation.Silo.Wire;

namespace CustomerSegmentation.Silo.Population;

/// <summary>
/// Everybody, gathered from the shards: all of them up to a configured number, beyond that the same share of every segment
/// of every shard. So the cost of a fit does not grow with the base.
/// </summary>
internal sealed class ShardPopulation(ShardMap shards, SiloModels models, SiloOptions options) : IPopulation
{
    private int Publication => models.Registry.Terms.Publication.Ordinal;

    public async Task<DateTimeOffset?> FirstPurchaseAsync() =>
        (await shards.AskAllAsync(shard => shard.FirstPurchaseAsync())).Min() is var first && first < long.MaxValue
            ? new DateTimeOffset(first, TimeSpan.Zero)
            : null;

    public async Task<PopulationSnapshot> SnapshotAsync(DateTimeOffset at, CancellationToken cancellation = default)
    {
        var customers = (await shards.AskAllAsync(shard => shard.WakeAsync(), cancellation)).Sum(count => (long)count);
        var share = Math.Min(1, (double)options.FitSample / Math.Max(1, customers));
        var parts = await shards.AskAllAsync(shard => shard.ColumnsAsync(at.UtcTicks, Publication, share, cancellation), cancellation);
        return new(
            new(
                [.. parts.SelectMany(part => part.RecencyDays)],
                [.. parts.SelectMany(part => part.Frequency)],
                [.. parts.SelectMany(part => part.Monetary)]),
            [.. parts.SelectMany(SegmentsOf)]);
    }

    public async Task<MembershipOverlap> OverlapAsync(
        SegmentModel inForce, SegmentModel candidate, DateTimeOffset at, CancellationToken cancellation = default) =>
        ToOverlap(await OverlapAsync(shards, Publication, candidate, at, cancellation), inForce, candidate.Segments.Count);

    /// <summary>Who is in which segment under a publication, and would be in which cluster of another model.</summary>
    public static async Task<OverlapMessage[]> OverlapAsync(
        ShardMap shards, int publication, SegmentModel candidate, DateTimeOffset at, CancellationToken cancellation)
    {
        var text = ModelText.Of(new ModelRecord(
            candidate, "candidate", FittedAt: null, PublishedAt: null, ModelStatus.Candidate, Fit: null));
        return [.. (await shards.AskAllAsync(shard => shard.OverlapAsync(at.UtcTicks, publication, text, cancellation), cancellation))
            .SelectMany(lines => lines)
            .GroupBy(line => (line.Segment, line.Cluster))
            .OrderBy(cell => cell.Key)
            .Select(cell => new OverlapMessage(
                cell.Key.Segment, cell.Key.Cluster, cell.Sum(line => line.Customers), cell.Sum(line => line.Revenue)))];
    }

    /// <summary>As it travels.</summary>
    public static OverlapMessage[] ToLines(MembershipOverlap overlap) =>
        [.. overlap.Cells.Select(cell => new OverlapMessage(cell.Segment, cell.Cluster, cell.Customers, cell.Revenue))];

    /// <summary>As the domain reads it.</summary>
    public static MembershipOverlap ToOverlap(IEnumerable<OverlapMessage> lines, SegmentModel inForce, int clusters) => new(
        inForce.Segments.Select(segment => segment.Id),
        clusters,
        lines.Select(line => new OverlapCell(line.Segment, line.Cluster, line.Customers, line.Revenue)));

    private static IEnumerable<string?> SegmentsOf(ShardColumns part) => part is { Segments: { } segments, SegmentOf: { } ordinals }
        ? ordinals.Select(ordinal => segments[ordinal])
        : part.RecencyDays.Select(_ => (string?)null);
}
