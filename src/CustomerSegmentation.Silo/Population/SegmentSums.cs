using System.Runtime.InteropServices;

namespace CustomerSegmentation.Silo.Population;

/// <summary>Customers and their monetary value by segment.</summary>
internal sealed class SegmentSums
{
    private const string Nowhere = "";

    private readonly Dictionary<string, (long Customers, double Revenue)> _sums = new(StringComparer.Ordinal);

    /// <summary>The ids of the segments that have somebody; null for none.</summary>
    public string?[] Segments => [.. _sums.Keys.Select(id => id == Nowhere ? null : id)];

    /// <summary>As many as segments.</summary>
    public long[] Customers => [.. _sums.Values.Select(sum => sum.Customers)];

    /// <summary>Likewise.</summary>
    public double[] Revenue => [.. _sums.Values.Select(sum => sum.Revenue)];

    /// <summary>Adds a customer.</summary>
    public void Add(string? segment, double revenue)
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, segment ?? Nowhere, out _);
        sum = (sum.Customers + 1, sum.Revenue + revenue);
    }

    /// <summary>Customers in each of these segments.</summary>
    public long[] CustomersIn(IEnumerable<string?> segments) =>
        [.. segments.Select(id => _sums.GetValueOrDefault(id ?? Nowhere).Customers)];
}
