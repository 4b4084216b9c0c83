using System.Globalization;
using System.Text.Json;

namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>The rows for people, as a table in Markdown, and for programs.</summary>
internal static class Table
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private static readonly string[] Head = ["row", "ours", "min–max", "ceiling", "min–max", "ratio", "unit", "circumstances"];

    public static void Print(IReadOnlyList<Row> rows, TextWriter output)
    {
        string[][] lines = [Head, .. rows.Select(Cells)];
        int[] widths = [.. Enumerable.Range(0, Head.Length).Select(column => lines.Max(line => line[column].Length))];
        for (var i = 0; i < lines.Length; i++)
        {
            output.WriteLine($"| {string.Join(" | ", lines[i].Select((cell, column) => cell.PadRight(widths[column])))} |");
            if (i == 0)
            {
                output.WriteLine($"|{string.Join('|', widths.Select(width => new string('-', width + 2)))}|");
            }
        }
    }

    public static string ToJson(IReadOnlyList<Row> rows) =>
        JsonSerializer.Serialize(rows, Json);

    private static string[] Cells(Row row) =>
    [
        row.Name, Number(row.Value), Spread(row.Ours), Number(row.Ceiling), Spread(row.Bound),
        row.Ratio?.ToString("0.00", CultureInfo.InvariantCulture) ?? "", row.Unit, row.Note + Judged(row),
    ];

    private static string Judged(Row row) =>
        row.Target is { } target ? $"; {row.Aim} {Number(target)}: {(row.Met == true ? "met" : "missed")}" : "";

    private static string Spread(Samples? samples) =>
        samples is { Values.Count: > 1 } ? $"{Number(samples.Low)}–{Number(samples.High)}" : "";

    /// <summary>Three digits say all that such a measurement knows.</summary>
    private static string Number(double? value) => value switch
    {
        null => "",
        0 => "0",
        { } number when Math.Abs(number) >= 100 => RoundedTo3(number).ToString("N0", CultureInfo.InvariantCulture),
        { } number => number.ToString("G3", CultureInfo.InvariantCulture),
    };

    private static double RoundedTo3(double number)
    {
        var unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(number))) - 2);
        return Math.Round(number / unit) * unit;
    }
}
