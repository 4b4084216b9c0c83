using System.Text.RegularExpressions;

namespace CustomerSegmentation.Cli.Importing;

/// <summary>What a cell of an order table means, however it is written.</summary>
internal static partial class ImportCell
{
    // As databases, spreadsheets and data frames write that there is nothing.
    private static readonly HashSet<string> Nothing = new(StringComparer.OrdinalIgnoreCase) { "null", @"\N", "none", "nan", "n/a", "#n/a" };

    /// <summary>The text without blanks around it, of whatever kind; null for an empty cell, or one that says that it is.</summary>
    public static string? Text(string? cell) => cell?.Trim() is { Length: > 0 } text && !Nothing.Contains(text) ? text : null;

    /// <summary>An id: 17850.0 is 17850 that went through a table of floating-point numbers.</summary>
    public static string Id(string text) => WholeNumber().Match(text) is { Success: true } number ? number.Groups["whole"].Value : text;

    /// <summary>Whether an id is what a spreadsheet shows of a long number, as in 1.23457E+12: its last digits are lost.</summary>
    public static bool IsShortened(string id) => Scientific().IsMatch(id);

    [GeneratedRegex(@"^(?<whole>[0-9]+)\.0+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"^[0-9]([.,][0-9]+)?E\+[0-9]+$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Scientific();
}
