using System.Runtime.InteropServices;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Embedded.Lanes;

/// <summary>Customers and monetary value by segment ordinal.</summary>
/// <param name="Customers">Members by ordinal.</param>
/// <param name="Revenue">Their monetary value by ordinal.</param>
/// <param name="Lapsed">Customers in no segment.</param>
internal sealed record Tally(long[] Customers, double[] Revenue, long Lapsed)
{
    /// <summary>Over all lanes, as of a moment.</summary>
    public static async Task<Tally> Of(IReadOnlyList<CustomerLane> lanes, SegmentOrdinals ordinals, DateTimeOffset now)
    {
        var parts = await Task.WhenAll(lanes.Select(lane => Of(lane, now)));
        var width = ordinals.Ids.Count;
        return parts.Aggregate(new Tally(new long[width], new double[width], 0), static (sum, part) => sum.Plus(part));
    }

    private static async Task<Tally> Of(CustomerLane lane, DateTimeOffset now)
    {
        var customers = new Dictionary<short, (long Count, double Revenue)>();
        await lane.ReadRowsAsync(now, row =>
        {
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(customers, row.Segment, out _);
            sum.Count++;
            sum.Revenue += row.Monetary;
        });
        var width = customers.Keys.Append((short)-1).Max() + 1;
        var tally = new Tally(new long[width], new double[width], customers.GetValueOrDefault(SegmentOrdinals.None).Count);
        foreach (var (segment, (count, revenue)) in customers)
        {
            if (segment >= 0)
            {
                (tally.Customers[segment], tally.Revenue[segment]) = (count, revenue);
            }
        }

        return tally;
    }

    private Tally Plus(Tally other) => new(
        [.. Enumerable.Range(0, Math.Max(Customers.Length, other.Customers.Length))
            .Select(i => Customers.ElementAtOrDefault(i) + other.Customers.ElementAtOrDefault(i))],
        [.. Enumerable.Range(0, Math.Max(Revenue.Length, other.Revenue.Length))
            .Select(i => Revenue.ElementAtOrDefault(i) + other.Revenue.ElementAtOrDefault(i))],
        Lapsed + other.Lapsed);
}
