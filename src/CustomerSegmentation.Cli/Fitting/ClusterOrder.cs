namespace CustomerSegmentation.Cli.Fitting;

/// <summary>
/// The numbers that clusters bear in everything the tool says: 0 is the largest; of equally large ones, the one whose
/// centre is lower in the first column (then in the second, and so on) comes first.
/// </summary>
internal sealed class ClusterOrder
{
    private readonly int[] _order;
    private readonly int[] _places;

    public ClusterOrder(IReadOnlyList<int> labels, IReadOnlyList<double[]> centres)
    {
        var sizes = SizesOf(labels, centres.Count);
        _order = [.. Enumerable.Range(0, centres.Count)];
        Array.Sort(_order, (a, b) => sizes[a] != sizes[b] ? sizes[b].CompareTo(sizes[a]) : Compare(centres[a], centres[b]));
        _places = new int[_order.Length];
        for (var place = 0; place < _order.Length; place++)
        {
            _places[_order[place]] = place;
        }
    }

    /// <summary>Rows of each cluster; a label below 0 is in none.</summary>
    public static int[] SizesOf(IReadOnlyList<int> labels, int k)
    {
        var sizes = new int[k];
        foreach (var label in labels.Where(label => label >= 0))
        {
            sizes[label]++;
        }

        return sizes;
    }

    /// <summary>What belongs to each cluster, in order.</summary>
    public T[] Arrange<T>(IReadOnlyList<T> clusters) => Array.ConvertAll(_order, cluster => clusters[cluster]);

    /// <summary>Labels by the new numbers; one below 0 stays.</summary>
    public int[] Relabel(IReadOnlyList<int> labels) => [.. labels.Select(label => label < 0 ? label : _places[label])];

    private static int Compare(double[] a, double[] b)
    {
        for (var i = 0; i < a.Length; i++)
        {
            if (a[i] != b[i])
            {
                return a[i].CompareTo(b[i]);
            }
        }

        return 0;
    }
}
