using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Silo.Wire;

/// <summary>Turns what shards answer into the domain's words.</summary>
internal static class ShardAnswerMapping
{
    /// <summary>All shards together.</summary>
    public static SegmentTally ToTally(this IEnumerable<ShardTally> shards, SegmentOrdinals ordinals)
    {
        var tallies = shards.ToList();
        foreach (var id in tallies.SelectMany(tally => tally.Segments))
        {
            ordinals.Of(id);
        }

        var sum = SegmentTally.Zero(ordinals.Ids.Count);
        var lapsed = 0L;
        foreach (var tally in tallies)
        {
            for (var i = 0; i < tally.Segments.Length; i++)
            {
                if (tally.Segments[i] is { } id)
                {
                    sum.Customers[ordinals.Of(id)] += tally.Customers[i];
                    sum.Revenue[ordinals.Of(id)] += tally.Revenue[i];
                }
                else
                {
                    lapsed += tally.Customers[i];
                }
            }
        }

        return sum with { Lapsed = lapsed };
    }

    /// <summary>A shard's part of a count.</summary>
    /// <param name="part">What the shard counted.</param>
    /// <param name="shape">Which segments and moments are counted.</param>
    public static OutlookCount ToCount(this ShardOutlook part, OutlookCount shape)
    {
        return new(shape.ModelVersion, shape.Segments, shape.Moments, Count(part.OnRecord), [.. part.Sizes.Select(Count)]);

        long[] Count(long[] customers) =>
            [.. shape.Segments.Cast<string?>().Append(null).Select(id => Array.IndexOf(part.Segments, id) is >= 0 and var at ? customers[at] : 0)];
    }
}
