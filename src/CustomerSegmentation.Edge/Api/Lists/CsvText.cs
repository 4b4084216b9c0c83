namespace CustomerSegmentation.Edge.Api.Lists;

/// <summary>Values in a table of RFC 4180.</summary>
internal static class CsvText
{
    /// <summary>Text that a spreadsheet would take for a formula and run gets an apostrophe before it.</summary>
    public static string Of(string? text)
    {
        var shown = text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text ?? "";
        return shown.AsSpan().ContainsAny(",\"\r\n") ? $"\"{shown.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : shown;
    }

    public static string Of(DateTimeOffset time) => $"{time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'}";
}
