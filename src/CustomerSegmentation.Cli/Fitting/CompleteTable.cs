namespace CustomerSegmentation.Cli.Fitting;

/// <summary>A table in which no value is missing any more.</summary>
/// <param name="Source">As the file has it.</param>
/// <param name="Missing">What was missing.</param>
/// <param name="Columns">What is fitted, one array a column.</param>
/// <param name="Kept">The rows of <paramref name="Source"/> that are fitted, by index, ascending.</param>
internal sealed record CompleteTable(
    NumericTable Source, IReadOnlyList<MissingValues> Missing, IReadOnlyList<double[]> Columns, IReadOnlyList<int> Kept)
{
    public int Dropped => Source.Rows - Kept.Count;

    /// <summary>Completes a table.</summary>
    /// <exception cref="ToolException">Values are missing and nothing was said of them; or no row or no value is left.</exception>
    public static CompleteTable Of(NumericTable table, Imputation imputation)
    {
        var missing = table.Missing();
        int[] all = [.. Enumerable.Range(0, table.Rows)];
        if (missing.Count == 0)
        {
            return new(table, missing, table.Columns, all);
        }

        if (missing.FirstOrDefault(m => m.Count == table.Rows) is { } empty)
        {
            throw new ToolException(ExitCodes.Failed, $"Column '{empty.Column}' has no value in any row: leave it out of --columns.");
        }

        switch (imputation)
        {
            case Imputation.Median:
                return new(table, missing, [.. table.Columns.Select(Filled)], all);
            case Imputation.Drop:
                int[] kept = [.. all.Where(row => !table.Columns.Any(column => double.IsNaN(column[row])))];
                return kept.Length > 0
                    ? new(table, missing, [.. table.Columns.Select(column => Array.ConvertAll(kept, row => column[row]))], kept)
                    : throw new ToolException(ExitCodes.Failed, "Every row lacks a value: --impute drop leaves nothing to fit.");
            default:
                throw new ToolException(ExitCodes.Failed, string.Join('\n', missing.Select(m =>
                    $"Column '{m.Column}': {m.Count:#,0} of {table.Rows:#,0} rows have no value, the first in line {m.FirstLine}."))
                    + "\nPass --impute median to put the column's median there, or --impute drop to leave such rows out.");
        }
    }

    private static double[] Filled(double[] column)
    {
        double[] known = [.. column.Where(value => !double.IsNaN(value)).Order()];
        var median = (known[(known.Length - 1) / 2] / 2) + (known[known.Length / 2] / 2);
        return Array.ConvertAll(column, value => double.IsNaN(value) ? median : value);
    }
}
