namespace CustomerSegmentation.Models.Clustering.Quality;

/// <summary>
/// How far two divisions of the same rows agree on which pairs belong together, corrected for chance (Hubert and
/// Arabie 1985): 1 when they are the same but for the numbers of the clusters, about 0 for divisions at random.
/// </summary>
public static class AdjustedRandIndex
{
    /// <summary>The index; 1 when both are one cluster, or both as many clusters as rows.</summary>
    /// <exception cref="ArgumentException">Not one label a row in both, or a negative one.</exception>
    public static double Of(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        if (first.Length != second.Length)
        {
            throw new ArgumentException("Both must label the same rows.", nameof(second));
        }

        var width = Clusters(second);
        var together = new long[Clusters(first) * width];
        var (rows, columns) = (new long[together.Length / Math.Max(1, width)], new long[width]);
        for (var row = 0; row < first.Length; row++)
        {
            together[(first[row] * width) + second[row]]++;
            rows[first[row]]++;
            columns[second[row]]++;
        }

        var (both, inFirst, inSecond) = (Pairs(together), Pairs(rows), Pairs(columns));
        var all = first.Length * (first.Length - 1.0) / 2;
        var expected = all == 0 ? 0 : inFirst * inSecond / all;
        var most = (inFirst + inSecond) / 2;
        return most == expected ? 1 : (both - expected) / (most - expected);
    }

    private static double Pairs(long[] counts)
    {
        double pairs = 0;
        foreach (var count in counts)
        {
            pairs += count * (count - 1.0) / 2;
        }

        return pairs;
    }

    private static int Clusters(ReadOnlySpan<int> labels)
    {
        var largest = -1;
        foreach (var label in labels)
        {
            largest = label >= 0 ? Math.Max(largest, label) : throw new ArgumentException($"{label} is no cluster.", nameof(labels));
        }

        return largest + 1;
    }
}
