using System.Globalization;
using CsvHelper;

namespace CustomerSegmentation.Cli.Fitting;

/// <summary>
/// The cluster of every row as CSV, in the file's row order: the line on which the row ends, the cluster and, of a
/// mixture, the probability of each. A row that was left out for a missing value is there with empty cells.
/// </summary>
internal static class LabelsFile
{
    public static void Write(string path, FeatureTable table, TableFit fit)
    {
        using var csv = new CsvWriter(new StreamWriter(path), CultureInfo.InvariantCulture);
        csv.WriteField("line");
        csv.WriteField("cluster");
        foreach (var c in Enumerable.Range(0, fit.Posteriors?.Count ?? 0))
        {
            csv.WriteField($"p{c}");
        }

        csv.NextRecord();
        var (kept, lines) = (table.Table.Kept, table.Table.Source.Lines);
        for (int row = 0, fitted = 0; row < lines.Count; row++)
        {
            var isFitted = fitted < kept.Count && kept[fitted] == row;
            csv.WriteField(lines[row]);
            csv.WriteField(isFitted ? fit.Labels[fitted] : (int?)null);
            foreach (var posteriors in fit.Posteriors ?? [])
            {
                csv.WriteField(isFitted ? posteriors[fitted] : (double?)null);
            }

            csv.NextRecord();
            fitted += isFitted ? 1 : 0;
        }
    }
}
