namespace CustomerSegmentation.Models.Identity;

/// <summary>Customers who are in a segment now and would be in a cluster of a fit.</summary>
/// <param name="Segment">Id of the segment on record; null for a customer who is in none yet.</param>
/// <param name="Cluster">Index of the cluster.</param>
/// <param name="Customers">How many.</param>
/// <param name="Revenue">Their monetary value.</param>
public readonly record struct OverlapCell(string? Segment, int Cluster, long Customers, double Revenue);

/// <summary>
/// How the members of the segments in force spread over the clusters of a fit. Only customers with RFM are in it: who
/// has lapsed is in no cluster. Customers who were in no segment are kept apart (<see cref="Entering"/>); they say
/// nothing about which cluster continues which segment.
/// </summary>
public sealed class MembershipOverlap
{
    private readonly long[,] _customers;
    private readonly long[] _ofSegment;
    private readonly long[] _ofCluster;
    private readonly long[] _entering;

    /// <summary>Gathers cells; those of the same segment and cluster add up.</summary>
    /// <param name="segments">Ids of the model in force, in its order. Ids that only cells have come behind them.</param>
    /// <param name="clusters">How many clusters the fit has.</param>
    /// <param name="cells">In any order.</param>
    public MembershipOverlap(IEnumerable<string> segments, int clusters, IEnumerable<OverlapCell> cells)
    {
        Cells = [.. cells.GroupBy(cell => (cell.Segment, cell.Cluster)).Select(same => new OverlapCell(
            same.Key.Segment, same.Key.Cluster, same.Sum(cell => cell.Customers), same.Sum(cell => cell.Revenue)))];
        Segments = [.. segments.Concat(Cells.Select(cell => cell.Segment).OfType<string>().Order(StringComparer.Ordinal)).Distinct()];
        _customers = new long[Segments.Count, clusters];
        _ofSegment = new long[Segments.Count];
        _ofCluster = new long[clusters];
        _entering = new long[clusters];
        foreach (var cell in Cells)
        {
            if (cell.Segment is not { } segment)
            {
                _entering[cell.Cluster] += cell.Customers;
                continue;
            }

            var row = Segments.IndexOf(segment);
            _customers[row, cell.Cluster] += cell.Customers;
            _ofSegment[row] += cell.Customers;
            _ofCluster[cell.Cluster] += cell.Customers;
        }
    }

    /// <summary>Ids of the segments: the rows.</summary>
    public List<string> Segments { get; }

    /// <summary>How many clusters there are: the columns.</summary>
    public int Clusters => _ofCluster.Length;

    /// <summary>One cell for every segment and cluster that share customers, and for those who enter.</summary>
    public IReadOnlyList<OverlapCell> Cells { get; }

    /// <summary>Customers that a segment and a cluster share.</summary>
    public long this[int segment, int cluster] => _customers[segment, cluster];

    /// <summary>Members of a segment.</summary>
    public long OfSegment(int segment) => _ofSegment[segment];

    /// <summary>Members of a cluster who are in some segment now.</summary>
    public long OfCluster(int cluster) => _ofCluster[cluster];

    /// <summary>Members of a cluster who are in no segment now.</summary>
    public long Entering(int cluster) => _entering[cluster];

    /// <summary>The customers that both share, as a part of those that are in either; 0 to 1 (Jaccard 1901).</summary>
    public double Jaccard(int segment, int cluster)
    {
        var shared = this[segment, cluster];
        return shared == 0 ? 0 : (double)shared / (OfSegment(segment) + OfCluster(cluster) - shared);
    }
}
