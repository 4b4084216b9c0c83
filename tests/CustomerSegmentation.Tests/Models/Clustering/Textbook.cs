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

    private static List<List<double[]>> Clusters(List<double[]> rows, int[] labels) =>
        [.. rows.Zip(labels).GroupBy(p => p.Second).Select(g => g.Select(p => p.First).ToList())];

    private static double[] Mean(List<double[]> rows) =>
        [.. Enumerable.Range(0, rows[0].Length).Select(c => rows.Average(r => r[c]))];

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());
}
