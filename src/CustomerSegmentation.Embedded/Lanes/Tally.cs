namespace CustomerSegmentation.Embedded.Lanes;

/// <summary>Customers and monetary value by segment ordinal.</summary>
/// <param name="Customers">Members by ordinal.</param>
/// <param name="Revenue">Their monetary value by ordinal.</param>
/// <param name="Lapsed">Customers in no segment.</param>
internal sealed record Tally(long[] Customers, double[] Revenue, long Lapsed)
{
    /// <summary>Over all lanes.</summary>
    public static async Task<Tally> Of(IReadOnlyList<CustomerLane> lanes, SegmentOrdinals ordinals)
    {
        var width = ordinals.Ids.Count;
        var parts = await Task.WhenAll(lanes.Select(lane => lane.AskAsync(owner => Of(owner.Customers.Columns, width))));
        return parts.Aggregate(new Tally(new long[width], new double[width], 0), static (sum, part) => sum.Plus(part));
    }

    private static Tally Of(LaneColumns columns, int width)
    {
        var customers = new long[width];
        var revenue = new double[width];
        long lapsed = 0;
        var segments = columns.Segment;
        var monetary = columns.Monetary;
        for (var slot = 0; slot < segments.Length; slot++)
        {
            var segment = segments[slot];
            if (segment >= 0 && segment < width)
            {
                customers[segment]++;
                revenue[segment] += monetary[slot];
            }
            else if (segment == SegmentOrdinals.None)
            {
                lapsed++;
            }
        }

        return new(customers, revenue, lapsed);
    }

    private Tally Plus(Tally other) => new(
        [.. Customers.Zip(other.Customers, static (a, b) => a + b)],
        [.. Revenue.Zip(other.Revenue, static (a, b) => a + b)],
        Lapsed + other.Lapsed);
}
