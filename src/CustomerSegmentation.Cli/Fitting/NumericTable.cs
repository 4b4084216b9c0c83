using CustomerSegmentation.Cli.Reading;

namespace CustomerSegmentation.Cli.Fitting;

/// <summary>The chosen columns of a file as numbers, in the file's row order.</summary>
/// <param name="Names">As the header writes them.</param>
/// <param name="Columns">One array a column; NaN where a value is missing.</param>
/// <param name="Lines">The line of the file on which each row ends, from 1; the header is a line too.</param>
internal sealed record NumericTable(IReadOnlyList<string> Names, IReadOnlyList<double[]> Columns, IReadOnlyList<long> Lines)
{
    private const int RowsBetweenLooks = 5_000;

    public int Rows => Lines.Count;

    /// <summary>Reads and checks the whole file.</summary>
    /// <exception cref="ToolException">A column or a row is not there, or a cell is not a number: the place is named.</exception>
    public static NumericTable Read(FitChoices choices, CancellationToken cancellation)
    {
        try
        {
            using var file = TableReader.Open(choices.Path);
            return Read(file, choices, cancellation);
        }
        catch (Exception problem) when (problem is InvalidDataException or EndOfStreamException)
        {
            throw new ToolException(ExitCodes.Failed,
                $"{choices.Path} cannot be unpacked to its end: it is cut off or damaged. Get the file again.");
        }
    }

    /// <summary>What is missing, for every column in which something is.</summary>
    public IReadOnlyList<MissingValues> Missing() =>
    [
        .. Names.Select((name, c) => new MissingValues(
            name, Columns[c].Count(double.IsNaN), Array.FindIndex(Columns[c], double.IsNaN) is >= 0 and var row ? Lines[row] : 0))
            .Where(missing => missing.Count > 0),
    ];

    private static NumericTable Read(TableReader file, FitChoices choices, CancellationToken cancellation)
    {
        int[] places = [.. choices.Columns.Select(name => ColumnList.Find(file.Columns, name))];
        string[] names = [.. places.Select(place => file.Columns[place])];
        if (places.GroupBy(place => place).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ToolException(ExitCodes.WrongUsage, $"--columns names '{file.Columns[twice.Key]}' twice.");
        }

        List<double>[] columns = [.. places.Select(_ => new List<double>())];
        var lines = new List<long>();
        var problems = new CellProblems();
        while (file.Read())
        {
            if (lines.Count % RowsBetweenLooks == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            if (file.Defect is { } defect)
            {
                throw new ToolException(ExitCodes.Failed, $"Line {file.Line}: {defect}.");
            }

            lines.Add(file.Line);
            for (var c = 0; c < places.Length; c++)
            {
                var text = file.Cell(places[c]);
                if (NumericCell.Read(text, choices.DecimalComma, out var value) is { } problem)
                {
                    problems.Add(names[c], problem, file.Line, text ?? "");
                }

                columns[c].Add(value);
            }
        }

        problems.Throw();
        return lines.Count > 0
            ? new(names, [.. columns.Select(column => column.ToArray())], lines)
            : throw new ToolException(ExitCodes.Failed, $"{choices.Path} has a header and no rows.");
    }
}
