using CustomerSegmentation.Cli.Fitting.Plotting;
using CustomerSegmentation.Cli.Sending;

namespace CustomerSegmentation.Cli.Fitting;

/// <summary>One fit: read, check, fit, print, write.</summary>
internal sealed class FitRun(Terminal terminal, FitChoices choices, bool json, string? labelsPath, string? plotPath)
{
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        OutputFile.Check(labelsPath, "--labels", choices.Path);
        OutputFile.Check(plotPath, "--plot", choices.Path, labelsPath);
        var (table, fit) = await FitAsync(cancellation);
        if (json)
        {
            terminal.Out.WriteLine(FitJson.Of(choices, table, fit));
        }
        else
        {
            new FitSummary(terminal, table, fit).Write();
        }

        if (labelsPath is not null)
        {
            LabelsFile.Write(labelsPath, table, fit);
            terminal.Say($"Wrote the clusters of {table.Table.Source.Rows:#,0} rows to {labelsPath}.");
        }

        if (plotPath is not null)
        {
            FitPlot.Write(plotPath, choices, table, fit, cancellation);
            terminal.Say($"Drew {plotPath}.");
        }

        return fit.Tried.Count > 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private async Task<(FeatureTable Table, TableFit Fit)> FitAsync(CancellationToken cancellation)
    {
        (FeatureTable, TableFit)? result = null;
        await ProgressReport.RunAsync(terminal, "Fitting", async progress =>
        {
            progress.Update(fraction: null, () => "reading");
            var table = await Task.Run(
                () => FeatureTable.Of(CompleteTable.Of(NumericTable.Read(choices, cancellation), choices.Imputation), choices), cancellation);
            progress.Update(fraction: null, () => $"{table.Rows.Rows:#,0} rows, {table.Rows.Width} columns, {choices.Algorithm}");
            result = (table, await Task.Run(() => new TableFitting(table, choices, cancellation).Run(), cancellation));
        });
        return result!.Value;
    }
}
