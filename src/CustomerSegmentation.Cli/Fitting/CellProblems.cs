using CustomerSegmentation.Cli.Reading;

namespace CustomerSegmentation.Cli.Fitting;

/// <summary>Cells that are no numbers: counted by column and kind, each kind with its first place.</summary>
internal sealed class CellProblems
{
    private readonly Dictionary<(string Column, string Problem), Occurrences> _found = [];

    public void Add(string column, string problem, long line, string text)
    {
        if (!_found.TryGetValue((column, problem), out var found))
        {
            _found.Add((column, problem), found = new(line, ColumnList.Shown(text)));
        }

        found.Count++;
    }

    /// <exception cref="ToolException">There are any.</exception>
    public void Throw()
    {
        if (_found.Count > 0)
        {
            throw new ToolException(ExitCodes.Failed, string.Join('\n', _found.Select(f =>
                $"Column '{f.Key.Column}', line {f.Value.FirstLine}: '{f.Value.Example}' is {f.Key.Problem}"
                + $"{(f.Value.Count > 1 ? $", one of {f.Value.Count:#,0} such cells" : "")}.")));
        }
    }

    private sealed class Occurrences(long firstLine, string example)
    {
        public long FirstLine { get; } = firstLine;

        public string Example { get; } = example;

        public int Count { get; set; }
    }
}
