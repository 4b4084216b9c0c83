namespace CustomerSegmentation.Cli.Fitting.Plotting;

/// <summary>A fit on one page: elbow, silhouette, and the rows on their principal components.</summary>
internal static class FitPlot
{
    private const double Width = 1000, Height = 1000, Header = 50, LineHeight = 330;

    /// <param name="path">The SVG file to write.</param>
    /// <param name="choices">What was asked for.</param>
    /// <param name="table">What was fitted.</param>
    /// <param name="fit">The result.</param>
    /// <param name="cancellation">Gives up.</param>
    public static void Write(string path, FitChoices choices, FeatureTable table, TableFit fit, CancellationToken cancellation)
    {
        var cloud = PointCloud.Of(table, fit, cancellation);
        var title = $"{Path.GetFileName(choices.Path)}: {choices.Algorithm}, k = {fit.K}, {fit.Labels.Count:#,0} rows";
        using var canvas = new SvgCanvas(path, Width, Height, title);
        canvas.Text(Width / 2, 32, title, "middle", size: 20, bold: true);
        var (left, right) = (new Area(0, Header, Width / 2, LineHeight), new Area(Width / 2, Header, Width / 2, LineHeight));
        if (fit.Components is not null && fit.Tried.Any(tried => tried.Metrics.Bic is not null))
        {
            LineChart.Draw(canvas, left, "BIC (lower is better)", "BIC", [.. fit.Tried.Select(t => (t.K, t.Metrics.Bic))], fit.K);
        }
        else
        {
            var unit = choices.Scaling == Scaling.Standard ? "Inertia (squared standard deviations)" : "Inertia (squared units of the columns)";
            LineChart.Draw(canvas, left, "Elbow: inertia by k", unit, [.. fit.Tried.Select(t => (t.K, (double?)t.Metrics.Inertia))], fit.K);
        }

        LineChart.Draw(
            canvas, right, "Silhouette by k (higher is better)", "Mean silhouette (−1 to 1)", [.. fit.Tried.Select(t => (t.K, t.Silhouette))], fit.K);
        ScatterChart.Draw(canvas, new Area(0, Header + LineHeight, Width, Height - Header - LineHeight), cloud);
    }
}
