using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Numerics;

namespace CustomerSegmentation.Cli.Fitting.Plotting;

/// <summary>The rows of a fit on their first two principal components; a single column is drawn beside the row's number.</summary>
/// <param name="Title">Of the chart.</param>
/// <param name="XTitle">Of the horizontal axis.</param>
/// <param name="YTitle">Of the vertical axis.</param>
/// <param name="Points">Rows with their cluster: all, or evenly spaced ones of many.</param>
/// <param name="Centres">One a cluster.</param>
/// <param name="Sizes">Clusters with their rows, noise last.</param>
internal sealed record PointCloud(
    string Title,
    string XTitle,
    string YTitle,
    IReadOnlyList<(double X, double Y, int Cluster)> Points,
    IReadOnlyList<(double X, double Y)> Centres,
    IReadOnlyList<(int Cluster, int Rows)> Sizes)
{
    private const int MaxPoints = 5_000;

    public static PointCloud Of(FeatureTable table, TableFit fit, CancellationToken cancellation)
    {
        var (all, width) = (fit.Labels.Count, table.Rows.Width);
        var shown = Math.Min(all, MaxPoints);
        int[] rows = [.. Enumerable.Range(0, shown).Select(i => (int)((long)i * all / shown))];
        var some = shown < all ? $" ({shown:#,0} of {all:#,0} rows drawn)" : "";
        (int, int)[] sizes = [.. fit.Sizes.Select((size, c) => (c, size)), .. fit.Noise > 0 ? [(-1, fit.Noise)] : ((int, int)[])[]];
        if (width == 1)
        {
            var values = table.Table.Columns[0];
            return new(
                $"Clusters of {table.Features[0].Name}{some}", table.Features[0].Name, "Row",
                [.. rows.Select(row => (values[row], row + 1.0, fit.Labels[row]))],
                [.. fit.Centres.Select(centre => (table.Unscale(centre)[0], all / 2.0))], sizes);
        }

        var components = PrincipalComponents.Of(table.Rows, count: 2, cancellation);
        return new(
            $"Clusters on the first two principal components{some}", Axis(0), Axis(1),
            [.. rows.Select(row => (components.Scores[0][row], components.Scores[1][row], fit.Labels[row]))],
            [.. fit.Centres.Select(components.Project).Select(place => (place[0], place[1]))], sizes);

        string Axis(int i) =>
            $"Component {i + 1}: {components.ExplainedVarianceRatio[i]:0.0 %} of the variance (standard deviations)";
    }
}
