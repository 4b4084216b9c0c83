using Spectre.Console;

namespace CustomerSegmentation.Cli;

/// <summary>Rows under headings: framed on a screen, aligned by spaces in a pipe. A heading that begins with '>' aligns right.</summary>
internal sealed class Table(params string[] headings)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add(cells);

    public void Write(Terminal terminal)
    {
        if (terminal.OutIsScreen)
        {
            WriteFramed(terminal.Screen);
        }
        else
        {
            WriteAligned(terminal.Out);
        }
    }

    private void WriteFramed(IAnsiConsole screen)
    {
        var table = new Spectre.Console.Table().Border(TableBorder.Rounded);
        foreach (var heading in headings)
        {
            table.AddColumn(new TableColumn(Markup.Escape(heading.TrimStart('>')))
            {
                Alignment = IsNumber(heading) ? Justify.Right : Justify.Left,
                NoWrap = IsNumber(heading),
            });
        }

        foreach (var row in _rows)
        {
            table.AddRow([.. row.Select(cell => Markup.Escape(Printable(cell)))]);
        }

        screen.Write(table);
    }

    private void WriteAligned(TextWriter output)
    {
        string[][] lines = [[.. headings.Select(heading => heading.TrimStart('>'))], .. _rows.Select(row => row.Select(Printable).ToArray())];
        var widths = headings.Select((_, column) => lines.Max(line => line[column].Length)).ToArray();
        foreach (var line in lines)
        {
            output.WriteLine(string.Join("  ", line.Select((cell, column) =>
                IsNumber(headings[column]) ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd());
        }
    }

    private static bool IsNumber(string heading) => heading.StartsWith('>');

    /// <summary>Wording comes from the server: a control character must not drive the terminal.</summary>
    public static string Printable(string cell) =>
        cell.Any(char.IsControl) ? string.Concat(cell.Select(c => char.IsControl(c) ? ' ' : c)) : cell;
}
