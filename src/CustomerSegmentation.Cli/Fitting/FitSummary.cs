using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Quality;

namespace CustomerSegmentation.Cli.Fitting;

/// <summary>A fit as a person reads it.</summary>
internal sealed class FitSummary(Terminal terminal, FeatureTable table, TableFit fit)
{
    private const int ShownSizes = 12;

    private TextWriter Out => terminal.Out;

    public void Write()
    {
        WriteRows();
        if (fit.Tried.Count == 0)
        {
            fit.Notes.ToList().ForEach(Out.WriteLine);
            Out.WriteLine("No cluster was found: with a larger --eps or fewer --min-points there may be some.");
            return;
        }

        TriedTable().Write(terminal);
        Out.WriteLine($"k = {fit.K}: {fit.Reason}.");
        fit.Notes.ToList().ForEach(Out.WriteLine);
        WriteCollapse();
        WriteTrust();
        Out.WriteLine();
        CentresTable().Write(terminal);
    }

    private void WriteRows()
    {
        var source = table.Table;
        Out.WriteLine($"{source.Source.Rows:#,0} rows, {source.Columns.Count} column{(source.Columns.Count == 1 ? "" : "s")}"
            + $"{(source.Dropped > 0 ? $"; {source.Dropped:#,0} rows left out" : "")}.");
        foreach (var missing in source.Missing)
        {
            Out.WriteLine($"  {missing.Column}: {missing.Count:#,0} missing, the first in line {missing.FirstLine}; "
                + (source.Dropped > 0 ? "those rows are left out." : "the column's median stands in."));
        }
    }

    private Table TriedTable()
    {
        var isMixture = fit.Components is not null;
        string[] criteria = isMixture ? [">BIC", ">AIC", ">Log-likelihood"] : [">Inertia"];
        var shown = new Table([">k", .. criteria, ">Silhouette", ">Calinski-Harabasz", ">Davies-Bouldin", "Sizes", ""]);
        foreach (var tried in fit.Tried)
        {
            string[] figures = isMixture
                ? [Show(tried.Metrics.Bic, "0.00"), Show(tried.Metrics.Aic, "0.00"), Show(tried.LogLikelihood, "0.00")]
                : [Show(tried.Metrics.Inertia, "0.0000")];
            shown.Add([
                $"{tried.K}", .. figures, Show(tried.Silhouette, "0.0000") + Sampled(tried), Show(tried.CalinskiHarabasz, "0.00"),
                Show(tried.DaviesBouldin, "0.0000"), Sizes(tried), (tried.K == fit.K ? "<" : "") + (tried.Metrics.Collapsed > 0 ? " collapsed" : "")]);
        }

        return shown;
    }

    private void WriteCollapse()
    {
        if (fit.Used?.Metrics.Collapsed is > 0 and var collapsed)
        {
            Out.WriteLine($"Collapsed: {collapsed} of {fit.K} components shrank onto a point, a line or a plane, as where many rows share a value. "
                + "Their likelihood says nothing, so there is no BIC and no AIC; try fewer components, other columns or kmeans.");
        }
    }

    private void WriteTrust()
    {
        Out.WriteLine(fit.Structure is { } structure
            ? $"{(structure.Present ? "Structure" : "NO STRUCTURE")}: k-means reaches a silhouette of {structure.Silhouette:0.000}, "
                + $"and {structure.Permuted:0.000} with every column shuffled on its own ({structure.Copies} copies, {structure.Sample:#,0} rows)"
                + (structure.Present ? "." : ": these clusters say no more than the columns do by themselves.")
            : $"Structure was not tested: there is only one {(fit.K < 2 ? "cluster" : "column")}.");
        if (fit.Stability is { } stability)
        {
            Out.WriteLine($"Stability: fits to {stability.Fits} bootstrap samples agree by an adjusted Rand index of {stability.MeanAdjustedRand:0.000}.");
        }
    }

    private Table CentresTable()
    {
        var shown = new Table([">Cluster", ">Rows", ">Share", .. table.Features.Select(feature => $">{feature.Name}")]);
        for (var c = 0; c < fit.Centres.Count; c++)
        {
            shown.Add([
                $"{c}", $"{fit.Sizes[c]:#,0}", $"{(double)fit.Sizes[c] / fit.Labels.Count:0.0 %}",
                .. table.Unscale(fit.Centres[c]).Select(value => $"{value:G6}")]);
        }

        return shown;
    }

    private static string Sampled(TriedK tried) =>
        tried.Silhouette is not null && tried.Metrics.SilhouetteSample < tried.Sizes.Sum() ? $" ({tried.Metrics.SilhouetteSample:#,0} rows)" : "";

    private static string Sizes(TriedK tried) =>
        string.Join(' ', tried.Sizes.Take(ShownSizes)) + (tried.Sizes.Count > ShownSizes ? " …" : "");

    private static string Show(double? figure, string format) => figure?.ToString(format) ?? "–";
}
