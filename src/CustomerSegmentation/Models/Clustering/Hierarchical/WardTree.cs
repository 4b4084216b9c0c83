using CustomerSegmentation.Models.Clustering.Quality;

namespace CustomerSegmentation.Models.Clustering.Hierarchical;

/// <summary>How clusters were merged from single rows to one of all; cut it where there are k.</summary>
public sealed class WardTree
{
    internal WardTree(int rows, IReadOnlyList<WardMerge> merges) => (Rows, Merges) = (rows, merges);

    /// <summary>How many rows it was made of.</summary>
    public int Rows { get; }

    /// <summary>One fewer than rows, in order of height, which never falls.</summary>
    public IReadOnlyList<WardMerge> Merges { get; }

    /// <summary>The labels of k clusters, one a row, numbered in the order of their first rows: row 0 is in cluster 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one cluster, or more than rows.</exception>
    public int[] Cut(int k)
    {
        var nodes = Rows + MergesUpTo(k);
        var parents = new int[nodes];
        for (var node = 0; node < nodes; node++)
        {
            parents[node] = node;
        }

        for (var node = Rows; node < nodes; node++)
        {
            var merge = Merges[node - Rows];
            parents[merge.First] = parents[merge.Second] = node;
        }

        // A cluster has a higher number than its parts, so that downward every parent already knows its own root.
        for (var node = nodes - 1; node >= 0; node--)
        {
            parents[node] = parents[parents[node]];
        }

        var labels = new int[Rows];
        var numbers = new Dictionary<int, int>(k);
        for (var row = 0; row < Rows; row++)
        {
            numbers.TryAdd(parents[row], numbers.Count);
            labels[row] = numbers[parents[row]];
        }

        return labels;
    }

    /// <summary>Sum of squared distances of the rows to the means of their clusters when there are k, in squared units of the rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one cluster, or more than rows.</exception>
    public double Inertia(int k)
    {
        double inertia = 0;
        for (var i = 0; i < MergesUpTo(k); i++)
        {
            inertia += Merges[i].Height * Merges[i].Height / 2;
        }

        return inertia;
    }

    private int MergesUpTo(int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, Rows);
        return Rows - k;
    }
}
