namespace CustomerSegmentation.Cli.Fitting.Plotting;

/// <summary>One figure for every number of clusters that was tried; the one that was used is highlighted.</summary>
internal static class LineChart
{
    private const double Dot = 4, MarkedDot = 7;

    /// <param name="canvas">What is drawn on.</param>
    /// <param name="area">Where.</param>
    /// <param name="title">Of the chart.</param>
    /// <param name="unit">Title of the vertical axis.</param>
    /// <param name="figures">By k, ascending; a null one is not drawn.</param>
    /// <param name="used">The k to mark.</param>
    public static void Draw(
        SvgCanvas canvas, Area area, string title, string unit, IReadOnlyList<(int K, double? Figure)> figures, int used)
    {
        using var group = canvas.Group("line-chart", title);
        var chart = new Chart(canvas, area);
        (int K, double Figure)[] known = [.. figures.Where(f => f.Figure is not null).Select(f => (f.K, f.Figure!.Value))];
        if (known.Length == 0)
        {
            canvas.Text(area.Left + 80, area.Top + 25, title, size: 15, bold: true);
            canvas.Text(area.Left + 80, area.Top + 50, "Not defined for what was tried.");
            return;
        }

        var x = chart.Horizontal("Number of clusters k", known[0].K, known[^1].K, wholeNumbers: true);
        var y = chart.Vertical(unit, known.Min(f => f.Figure), known.Max(f => f.Figure));
        chart.Frame(title, x, y);
        if (known.Length > 1)
        {
            canvas.Polyline(known.Select(f => (x.At(f.K), y.At(f.Figure))), Palette.Colour(0));
        }

        foreach (var (k, figure) in known)
        {
            canvas.Circle(x.At(k), y.At(figure), k == used ? MarkedDot : Dot, Palette.Colour(k == used ? 5 : 0));
        }
    }
}
