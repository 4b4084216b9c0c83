namespace CustomerSegmentation.Cli.Fitting.Plotting;

/// <summary>Rows as dots, coloured by cluster, with the cluster's number at every centre and a legend.</summary>
internal static class ScatterChart
{
    private const double Dot = 2.5, LegendWidth = 170, LegendLine = 18;
    private const int ShownInLegend = 22;

    /// <param name="canvas">What is drawn on.</param>
    /// <param name="area">Where.</param>
    /// <param name="cloud">What is drawn.</param>
    public static void Draw(SvgCanvas canvas, Area area, PointCloud cloud)
    {
        using var group = canvas.Group("scatter-chart", cloud.Title);
        var chart = new Chart(canvas, area with { Width = area.Width - LegendWidth });
        var x = chart.Horizontal(cloud.XTitle, cloud.Points.Min(p => p.X), cloud.Points.Max(p => p.X));
        var y = chart.Vertical(cloud.YTitle, cloud.Points.Min(p => p.Y), cloud.Points.Max(p => p.Y));
        chart.Frame(cloud.Title, x, y);
        foreach (var cluster in cloud.Points.GroupBy(p => p.Cluster).OrderBy(points => points.Key))
        {
            using var own = canvas.Group("cluster", Name(cluster.Key));
            foreach (var point in cluster)
            {
                canvas.Circle(x.At(point.X), y.At(point.Y), Dot, Palette.Colour(cluster.Key), Palette.IsRing(cluster.Key), opacity: 0.65);
            }
        }

        for (var c = 0; c < cloud.Centres.Count; c++)
        {
            canvas.Text(x.At(cloud.Centres[c].X), y.At(cloud.Centres[c].Y) + 5, $"{c}", "middle", size: 16, bold: true, halo: true);
        }

        Legend(canvas, area.Left + area.Width - LegendWidth, area.Top + 50, cloud);
    }

    private static void Legend(SvgCanvas canvas, double left, double top, PointCloud cloud)
    {
        using var group = canvas.Group("legend");
        canvas.Text(left, top, "Cluster (rows)", bold: true);
        foreach (var (cluster, rows) in cloud.Sizes.Take(ShownInLegend))
        {
            top += LegendLine;
            canvas.Circle(left + 6, top - 4, 5, Palette.Colour(cluster), Palette.IsRing(cluster));
            canvas.Text(left + 20, top, $"{Name(cluster)} ({rows:#,0})");
        }

        if (cloud.Sizes.Count > ShownInLegend)
        {
            canvas.Text(left + 20, top + LegendLine, $"and {cloud.Sizes.Count - ShownInLegend} more");
        }
    }

    private static string Name(int cluster) => cluster < 0 ? "noise" : $"{cluster}";
}
