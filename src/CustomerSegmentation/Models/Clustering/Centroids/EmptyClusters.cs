namespace CustomerSegmentation.Models.Clustering.Centroids;

/// <summary>
/// Gives a cluster that lost all of its rows a new one: the row that lies farthest from its own centroid. Without
/// this a bad start ends with fewer clusters than were asked for.
/// </summary>
internal static class EmptyClusters
{
    /// <summary>
    /// Moves a row into every empty cluster, adjusting labels and clusters (not those of the blocks). Rows are taken by falling distance,
    /// the first of equals; a row that is alone in its cluster, or lies on its centroid, is left alone.
    /// </summary>
    /// <returns>Whether any row was moved.</returns>
    public static bool Relocate(NumericColumns table, double[] centroids, int[] labels, ClusterSums clusters)
    {
        var (sums, counts, masses) = (clusters.Sums, clusters.Counts, clusters.Masses);
        var relocated = false;
        for (var empty = Array.IndexOf(counts, 0); empty >= 0; empty = Array.IndexOf(counts, 0, empty + 1))
        {
            if (Farthest(table, centroids, labels, counts) is not { } row)
            {
                break;
            }

            var from = labels[row];
            var weight = table.Weight(row);
            for (var i = 0; i < table.Width; i++)
            {
                var value = table.Values[(i * table.Stride) + row];
                sums[(from * table.Width) + i] -= weight * value;
                sums[(empty * table.Width) + i] = weight * value;
                centroids[(empty * table.Width) + i] = value;
            }

            counts[from]--;
            counts[empty] = 1;
            masses[from] -= weight;
            masses[empty] = weight;
            labels[row] = empty;
            relocated = true;
        }

        return relocated;
    }

    private static int? Farthest(NumericColumns table, double[] centroids, int[] labels, int[] counts)
    {
        int? farthest = null;
        double most = 0;
        for (var row = 0; row < table.Rows; row++)
        {
            if (counts[labels[row]] > 1)
            {
                var distance = table.SquaredDistance(row, centroids, labels[row]);
                (farthest, most) = distance > most ? (row, distance) : (farthest, most);
            }
        }

        return farthest;
    }
}
