namespace CustomerSegmentation.Tests.Models.Clustering;

/// <summary>The quality measures word for word as their papers define them, slowly.</summary>
internal static class Textbook
{
    public static double Silhouette(List<double[]> rows, int[] labels) => rows.Select((row, i) =>
    {
        if (labels.Count(l => l == labels[i]) == 1)
        {
            return 0;
        }

        double MeanDistance(int label) => rows.Where((_, j) => j != i && labels[j] == label).Average(other => Distance(row, other));
        var a = MeanDistance(labels[i]);
        var b = labels.Distinct().Where(l => l != labels[i]).Min(MeanDistance);
        return (b - a) / Math.Max(a, b);
    }).Average();

    public static double CalinskiHarabasz(List<double[]> rows, int[] labels)
    {
        var all = Mean(rows);
        var clusters = Clusters(rows, labels);
        var between = clusters.Sum(c => c.Count * Math.Pow(Distance(Mean(c), all), 2));
        var within = clusters.Sum(c => c.Sum(row => Math.Pow(Distance(row, Mean(c)), 2)));
        return between / (clusters.Count - 1) / (within / (rows.Count - clusters.Count));
    }

    public static double DaviesBouldin(List<double[]> rows, int[] labels)
    {
        var clusters = Clusters(rows, labels);
        double Scatter(List<double[]> c) => c.Average(row => Distance(row, Mean(c)));
        return clusters.Average(a => clusters.Where(b => b != a)
            .Max(b => (Scatter(a) + Scatter(b)) / Distance(Mean(a), Mean(b))));
    }

    public static double Inertia(List<double[]> rows, int[] labels) =>
        Clusters(rows, labels).Sum(c => c.Sum(row => Math.Pow(Distance(row, Mean(c)), 2)));

    /// <summary>Merges that pair whose union adds least to the sum of squares, until one is left; twice that, rooted.</summary>
    public static List<double> WardHeights(List<double[]> rows)
    {
        var (clusters, heights) = (rows.Select(row => new List<double[]> { row }).ToList(), new List<double>());
        while (clusters.Count > 1)
        {
            double Height(List<double[]> a, List<double[]> b) =>
                Math.Sqrt(2.0 * a.Count * b.Count / (a.Count + b.Count)) * Distance(Mean(a), Mean(b));
            var (first, second) = clusters.SelectMany((a, i) => clusters.Skip(i + 1).Select(b => (a, b))).MinBy(p => Height(p.a, p.b));
            heights.Add(Height(first, second));
            clusters.Remove(second);
            first.AddRange(second);
        }

        return heights;
    }

    /// <summary>Row by row as the paper has it; a row that two clusters reach stays with the first.</summary>
    public static int[] Dbscan(List<double[]> rows, double eps, int minPoints)
    {
        var labels = rows.Select(_ => -1).ToArray();
        int[] Near(int row) => [.. Enumerable.Range(0, rows.Count).Where(other => Distance(rows[row], rows[other]) <= eps)];
        var cluster = 0;
        for (var row = 0; row < rows.Count; row++)
        {
            if (labels[row] >= 0 || Near(row).Length < minPoints)
            {
                continue;
            }

            var seeds = new Queue<int>([row]);
            while (seeds.TryDequeue(out var seed))
            {
                if (labels[seed] < 0)
                {
                    labels[seed] = cluster;
                    Array.ForEach(Near(seed) is { } near && near.Length >= minPoints ? near : [], seeds.Enqueue);
                }
            }

            cluster++;
        }

        return labels;
    }

    private static List<List<double[]>> Clusters(List<double[]> rows, int[] labels) =>
        [.. rows.Zip(labels).GroupBy(p => p.Second).Select(g => g.Select(p => p.First).ToList())];

    private static double[] Mean(List<double[]> rows) =>
        [.. Enumerable.Range(0, rows[0].Length).Select(c => rows.Average(r => r[c]))];

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());
}
