using System.IO.Compression;

namespace CustomerSegmentation.Cli.Reading;

/// <summary>Rows of named cells, whatever the file's format.</summary>
internal abstract class TableReader : IDisposable
{
    private readonly Stream _file;

    protected TableReader(Stream file) => _file = file;

    public abstract IReadOnlyList<string> Columns { get; }

    /// <summary>What is wrong with the current row as a whole; null when it can be used.</summary>
    public string? Defect { get; protected set; }

    /// <summary>The line of the file on which the current row ends, from 1.</summary>
    public abstract long Line { get; }

    /// <summary>How much of the file was read, 0 to 1.</summary>
    public double Fraction => _file.Length == 0 ? 1 : (double)_file.Position / _file.Length;

    /// <summary>Goes to the next row; false at the end.</summary>
    public abstract bool Read();

    /// <summary>The cell under a column of the current row, trimmed; null for an empty one.</summary>
    public abstract string? Cell(int column);

    /// <summary>Whether there is a text or a number under a column of the current row, or nothing; not so for true, an object or a list.</summary>
    public virtual bool IsValue(int column) => true;

    public virtual void Dispose() => _file.Dispose();

    /// <summary>Opens a CSV (comma, semicolon or tab) or NDJSON file, gzipped or not, in UTF-8 or Windows-1252.</summary>
    /// <param name="path">The file.</param>
    /// <param name="optional">Columns that NDJSON has even if its first object leaves them out.</param>
    public static TableReader Open(string path, IEnumerable<string>? optional = null)
    {
        var start = FirstLine(path);
        var file = File.OpenRead(path);
        var text = new StreamReader(Unpacked(file), Utf8OrWindows1252.Encoding, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16);
        return start.TrimStart().StartsWith('{') ? new NdjsonTable(file, text, optional ?? []) : CsvTable.Open(file, text, start);
    }

    private static string FirstLine(string path)
    {
        using var file = File.OpenRead(path);
        using var text = new StreamReader(Unpacked(file), Utf8OrWindows1252.Encoding);
        while (text.ReadLine() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                return line;
            }
        }

        throw new ToolException(ExitCodes.Failed, $"{path} is empty.");
    }

    private static Stream Unpacked(FileStream file)
    {
        var isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    }
}
