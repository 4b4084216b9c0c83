using System.Globalization;
using System.Text;

namespace CustomerSegmentation.Edge.Api.Exports;

/// <summary>A list as CSV (RFC 4180).</summary>
/// <param name="columns">What each column is called, and its cell of a row.</param>
internal sealed class Table<T>(params (string Name, Func<T, object?> Cell)[] columns)
{
    public string Header { get; } = string.Join(',', columns.Select(column => column.Name));

    public string Line(T row)
    {
        var line = new StringBuilder();
        foreach (var (_, cell) in columns)
        {
            Append(line, cell(row));
            line.Append(',');
        }

        return line.ToString(0, line.Length - 1);
    }

    private static void Append(StringBuilder line, object? cell)
    {
        switch (cell)
        {
            case string text:
                line.Append(Quoted(text));
                break;
            case DateTimeOffset time:
                line.Append(CultureInfo.InvariantCulture, $"{time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'}");
                break;
            default:
                line.Append(CultureInfo.InvariantCulture, $"{cell}");
                break;
        }
    }

    /// <summary>
    /// In quotes. What a spreadsheet would take for a formula and run gets an apostrophe before it: at the beginning of a cell, and of what may
    /// become one where the reader goes by another separator.
    /// </summary>
    private static string Quoted(string text)
    {
        var cell = new StringBuilder(text.Length + 2).Append('"');
        var begins = true;
        foreach (var c in text)
        {
            if (begins && c is ('=' or '+' or '-' or '@' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20' or '\t' or '\r'))
            {
                cell.Append('\'');
            }

            if (c is '"')
            {
                cell.Append('"');
            }

            cell.Append(c);
            begins = c is ';' or '\t' or '\r' or '\n' or '|' || (begins && c is (' ' or '"'));
        }

        return cell.Append('"').ToString();
    }
}
