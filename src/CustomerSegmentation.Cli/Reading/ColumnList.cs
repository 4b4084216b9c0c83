using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace CustomerSegmentation.Cli.Reading;

/// <summary>Names of columns, as a user writes them and as a header has them.</summary>
internal static class ColumnList
{
    private const int ShownColumns = 40, MaxShownLength = 60;

    /// <summary>Names between commas; one that has a comma itself is in double quotes.</summary>
    public static IReadOnlyList<string> Parse(string text)
    {
        using var parser = new CsvParser(new StringReader(text), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            TrimOptions = TrimOptions.Trim,
            BadDataFound = null,
        });
        return parser.Read() ? parser.Record! : [];
    }

    /// <summary>The index of a column in a header: under exactly that name, else the only one that differs in case.</summary>
    /// <exception cref="ToolException">There is none, or more than one: the header is named.</exception>
    public static int Find(IReadOnlyList<string> header, string name) => TryFind(header, name)
        ?? throw new ToolException(ExitCodes.WrongUsage, $"There is no column '{name}'. The columns are: {Listed(header)}.");

    /// <summary>The same, but null where there is none.</summary>
    /// <exception cref="ToolException">There is more than one.</exception>
    public static int? TryFind(IReadOnlyList<string> header, string name)
    {
        var exact = Places(header, name, StringComparison.Ordinal);
        var places = exact.Count > 0 ? exact : Places(header, name, StringComparison.OrdinalIgnoreCase);
        return places.Count switch
        {
            0 => null,
            1 => places[0],
            _ => throw new ToolException(ExitCodes.WrongUsage,
                $"Column '{name}' is there {places.Count} times, as number {string.Join(" and ", places.Select(p => p + 1))}: rename one of them."),
        };
    }

    /// <summary>The columns of a header as they may be shown.</summary>
    public static string Listed(IReadOnlyList<string> header) =>
        string.Join(", ", header.Take(ShownColumns).Select(Shown)) + (header.Count > ShownColumns ? ", …" : "");

    /// <summary>A cell as it may be shown: a file that is no table must neither fill nor drive the terminal.</summary>
    public static string Shown(string cell)
    {
        var printable = string.Concat(cell.Select(c => char.IsControl(c) ? ' ' : c));
        return printable.Length > MaxShownLength ? printable[..MaxShownLength] + "…" : printable;
    }

    private static List<int> Places(IReadOnlyList<string> header, string name, StringComparison comparison) =>
        [.. Enumerable.Range(0, header.Count).Where(i => header[i].Equals(name, comparison))];
}
