namespace CustomerSegmentation.Models.Drift;

/// <summary>
/// How one feature was distributed over the customers that a model was fitted to: shares of bins between quantiles.
/// Kept with the model, as what drift is measured against.
/// </summary>
/// <param name="Name">The feature, as in <see cref="FeatureScale"/>.</param>
/// <param name="Bounds">
/// Ascending and different; a bin ends on its bound, the last bin has none. Ten bins for continuous values; fewer
/// where many customers share a value, such as one order, since a value lies in one bin. Where all share one, it has a bin
/// of its own, between those below and above it.
/// </param>
/// <param name="Shares">Of the customers, by bin: one more than bounds. Sum 1.</param>
public sealed record FeatureProfile(string Name, IReadOnlyList<double> Bounds, IReadOnlyList<double> Shares)
{
    /// <summary>Bins where values allow it.</summary>
    public const int Bins = 10;

    /// <summary>Learns the deciles (nearest rank) of a feature.</summary>
    /// <param name="name">The feature.</param>
    /// <param name="values">One a customer; at least one.</param>
    public static FeatureProfile Of(string name, ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("A population needs at least one customer.", nameof(values));
        }

        double[] sorted = [.. values];
        Array.Sort(sorted);
        double[] bounds = sorted[0] == sorted[^1] ? [Math.BitDecrement(sorted[0]), sorted[0]] : [.. Enumerable.Range(1, Bins - 1)
            .Select(decile => sorted[(int)((((long)sorted.Length * decile) + Bins - 1) / Bins) - 1])
            .Where(bound => bound < sorted[^1])
            .Distinct()];
        return new(name, bounds, SharesOf(values, bounds));
    }

    /// <summary>The shares that other customers have in the same bins.</summary>
    public IReadOnlyList<double> SharesOf(ReadOnlySpan<double> values) => SharesOf(values, [.. Bounds]);

    private static double[] SharesOf(ReadOnlySpan<double> values, double[] bounds)
    {
        var counts = new double[bounds.Length + 1];
        foreach (var value in values)
        {
            var found = Array.BinarySearch(bounds, value);
            counts[found >= 0 ? found : ~found]++;
        }

        var customers = Math.Max(1, values.Length);
        return Array.ConvertAll(counts, count => count / customers);
    }
}
