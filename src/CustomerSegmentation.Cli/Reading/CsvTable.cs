using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace CustomerSegmentation.Cli.Reading;

/// <summary>A file of separated values with a header (RFC 4180).</summary>
internal sealed class CsvTable : TableReader
{
    // A longer cell is a quote that was never closed.
    private const int MaxCellLength = 100_000;

    private static readonly char[] Delimiters = [',', ';', '\t'];

    private readonly CsvParser _parser;
    private readonly int _linesSkipped; // before the header
    private bool _hasBrokenQuote;
    private int _linesBefore; // those of the rows before the current one

    private CsvTable(Stream file, TextReader text, char delimiter, int linesSkipped)
        : base(file)
    {
        _linesSkipped = linesSkipped;
        _parser = new(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter.ToString(),
            TrimOptions = TrimOptions.Trim,
            // A quote inside an unquoted cell is a letter like any other. One that begins a cell must be closed where the cell ends: what
            // lies in between may be the cells and lines of others.
            BadDataFound = cell => _hasBrokenQuote |= cell.Field.TrimStart().StartsWith('"'),
            MaxFieldSize = MaxCellLength,
            IgnoreBlankLines = true,
        });
        if (ReadRow())
        {
            CheckQuotes();
        }

        Columns = [.. (_parser.Record ?? []).Select(name => name.Trim())];
    }

    public override IReadOnlyList<string> Columns { get; }

    public override long Line => _linesSkipped + _parser.RawRow;

    /// <summary>Opens a file whose first line may say, as spreadsheets write it, what separates its cells.</summary>
    public static CsvTable Open(Stream file, TextReader text, string firstLine)
    {
        if (firstLine.Trim().Trim('"') is not ['s' or 'S', 'e' or 'E', 'p' or 'P', '=', var delimiter])
        {
            return new(file, text, DelimiterOf(firstLine), linesSkipped: 0);
        }

        var skipped = 1;
        while (text.ReadLine() is { } line && string.IsNullOrWhiteSpace(line))
        {
            skipped++;
        }

        return new(file, text, delimiter, skipped);
    }

    /// <summary>The separator that the header has most of, outside quotes.</summary>
    public static char DelimiterOf(string header)
    {
        var unquoted = string.Concat(header.Split('"').Where((_, part) => part % 2 == 0));
        return Delimiters.MaxBy(delimiter => unquoted.Count(c => c == delimiter));
    }

    public override bool Read()
    {
        if (!ReadRow())
        {
            return false;
        }

        CheckQuotes();
        Defect = _parser.Count == Columns.Count ? null : "another number of cells than the header";
        return true;
    }

    public override string? Cell(int column) => _parser[column].Trim() is { Length: > 0 } text ? text : null;

    public override void Dispose()
    {
        _parser.Dispose();
        base.Dispose();
    }

    /// <exception cref="ToolException">Nobody knows where the cells of this row end, nor those of the lines behind it.</exception>
    private void CheckQuotes()
    {
        var row = _parser.RawRecord;
        if (!row.Contains('"', StringComparison.Ordinal))
        {
            return;
        }

        for (var i = 0; i < _parser.Count; i++)
        {
            _ = _parser[i]; // a cell is looked at when it is asked for
        }

        if (_hasBrokenQuote)
        {
            var first = _linesSkipped + _linesBefore + 1 + row.TakeWhile(c => c is '\r' or '\n').Count(c => c == '\n');
            throw new ToolException(ExitCodes.Failed,
                $"Line {first:0}: a cell begins with a quote that is not closed where the cell ends. Close it, or write a quote within quotes twice.");
        }
    }

    private bool ReadRow()
    {
        _linesBefore = _parser.RawRow;
        try
        {
            return _parser.Read();
        }
        catch (MaxFieldSizeException)
        {
            throw new ToolException(ExitCodes.Failed,
                $"Line {Line:0}: a cell is longer than {MaxCellLength:#,0} characters; a quote before it is never closed.");
        }
    }
}
