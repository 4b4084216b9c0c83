namespace CustomerSegmentation.Silo.Wire;

/// <summary>What a sweep did.</summary>
/// <param name="Moved">Customers who changed segment.</param>
/// <param name="RecordEnd">How far the record of migrations goes, theirs included.</param>
[GenerateSerializer, Immutable, Alias("sweep-receipt")]
internal sealed record SweepReceipt([property: Id(0)] long Moved, [property: Id(1)] long RecordEnd)
{
    /// <summary>Both together.</summary>
    public SweepReceipt Plus(SweepReceipt other) => new(Moved + other.Moved, Math.Max(RecordEnd, other.RecordEnd));
}

/// <summary>Customers and monetary value of a shard by segment.</summary>
/// <param name="Publication">The publication by which they were counted: an answer of several shards has one.</param>
/// <param name="Segments">Ids; null for those in none.</param>
/// <param name="Customers">As many as segments.</param>
/// <param name="Revenue">In the reporting currency.</param>
[GenerateSerializer, Immutable, Alias("shard-tally")]
internal sealed record ShardTally(
    [property: Id(0)] int Publication,
    [property: Id(1)] string?[] Segments,
    [property: Id(2)] long[] Customers,
    [property: Id(3)] double[] Revenue);

/// <summary>A member of a segment.</summary>
/// <param name="Place">Hash of the id: the order of the list.</param>
/// <param name="CustomerId">Who.</param>
/// <param name="RecencyDays">Days since the newest counting order.</param>
/// <param name="Frequency">Counting orders.</param>
/// <param name="Monetary">Their value.</param>
/// <param name="Since">Since when they are in it (UTC ticks).</param>
[GenerateSerializer, Immutable, Alias("member")]
internal sealed record MemberMessage(
    [property: Id(0)] ulong Place,
    [property: Id(1)] string CustomerId,
    [property: Id(2)] double RecencyDays,
    [property: Id(3)] int Frequency,
    [property: Id(4)] decimal Monetary,
    [property: Id(5)] long Since);

/// <summary>Somebody who leaves a segment by time alone.</summary>
/// <param name="Member">Who, with their figures now.</param>
/// <param name="At">When (UTC ticks).</param>
/// <param name="To">The segment they will be in; null for none.</param>
[GenerateSerializer, Immutable, Alias("departure")]
internal sealed record DepartureMessage(
    [property: Id(0)] MemberMessage Member, [property: Id(1)] long At, [property: Id(2)] string? To);

/// <summary>The place of a customer in the list of departures: by moment, then by the hash of their id.</summary>
[GenerateSerializer, Immutable, Alias("departure-place")]
internal sealed record DeparturePlace([property: Id(0)] long At, [property: Id(1)] ulong Customer);

/// <summary>How many customers are where.</summary>
/// <param name="Segments">Ids; null for none.</param>
/// <param name="OnRecord">Customers by the segment on record, those who never were in one left out.</param>
/// <param name="Sizes">Customers by moment and segment.</param>
[GenerateSerializer, Immutable, Alias("shard-outlook")]
internal sealed record ShardOutlook(
    [property: Id(0)] string?[] Segments, [property: Id(1)] long[] OnRecord, [property: Id(2)] long[][] Sizes);

/// <summary>The figures of customers, a column each, and where they are.</summary>
/// <param name="RecencyDays">Days since the newest counting order.</param>
/// <param name="Frequency">Counting orders.</param>
/// <param name="Monetary">Their value.</param>
/// <param name="Segments">Ids of segments; null from a silo of an earlier version.</param>
/// <param name="SegmentOf">The index of each customer's segment among those.</param>
[GenerateSerializer, Immutable, Alias("shard-columns")]
internal sealed record ShardColumns(
    [property: Id(0)] double[] RecencyDays,
    [property: Id(1)] double[] Frequency,
    [property: Id(2)] double[] Monetary,
    [property: Id(3)] string[]? Segments,
    [property: Id(4)] int[]? SegmentOf);

/// <summary>Customers who are in one segment and would be in a cluster.</summary>
/// <param name="Segment">Id; null for none.</param>
/// <param name="Cluster">Index in the other model.</param>
/// <param name="Customers">How many.</param>
/// <param name="Revenue">Their monetary value.</param>
[GenerateSerializer, Immutable, Alias("overlap")]
internal sealed record OverlapMessage(
    [property: Id(0)] string? Segment, [property: Id(1)] int Cluster, [property: Id(2)] long Customers, [property: Id(3)] double Revenue);
