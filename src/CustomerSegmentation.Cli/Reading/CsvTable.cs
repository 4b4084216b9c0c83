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

    public CsvTable(Stream file, TextReader text, char delimiter)
        : base(file)
    {
        _parser = new(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter.ToString(),
            TrimOptions = TrimOptions.Trim,
            // A quote inside an unquoted cell is a letter like any other.
            BadDataFound = null,
            MaxFieldSize = MaxCellLength,
            IgnoreBlankLines = true,
        });
        ReadRow();
        Columns = [.. (_parser.Record ?? []).Select(name => name.Trim())];
    }

    public override IReadOnlyList<string> Columns { get; }

    public override long Line => _parser.RawRow;

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

        Defect = _parser.Count == Columns.Count ? null : "another number of cells than the header";
        return true;
    }

    public override string? Cell(int column) => _parser[column] is { Length: > 0 } text ? text : null;

    public override void Dispose()
    {
        _parser.Dispose();
        base.Dispose();
    }

    private bool ReadRow()
    {
        try
        {
            return _parser.Read();
        }
        catch (MaxFieldSizeException)
        {
            throw new ToolException(ExitCodes.Failed,
                $"Line {_parser.RawRow:0}: a cell is longer than {MaxCellLength:#,0} characters; a quote before it is never closed.");
        }
    }
}
