using System.Globalization;

namespace CustomerSegmentation.Cli.Fitting;

/// <summary>Reads one cell as a number.</summary>
internal static class NumericCell
{
    /// <summary>The words for a missing value, beside an empty cell.</summary>
    public static readonly IReadOnlyList<string> MissingWords = ["NA", "NaN", "null"];

    private static readonly NumberFormatInfo Comma = new() { NumberDecimalSeparator = ",", NumberGroupSeparator = "." };

    // Beyond this the square of a value is no number any more.
    private const double Largest = 1e150;

    /// <param name="text">The cell; null for an empty one.</param>
    /// <param name="decimalComma">Whether 12,5 is twelve and a half.</param>
    /// <param name="value">The number; NaN for a missing one.</param>
    /// <returns>What is wrong with the cell; null when it can be used.</returns>
    public static string? Read(string? text, bool decimalComma, out double value)
    {
        value = double.NaN;
        if (text is null || MissingWords.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        var format = decimalComma ? Comma : NumberFormatInfo.InvariantInfo;
        if (text.TrimStart('+', '-').Equals("inf", StringComparison.OrdinalIgnoreCase))
        {
            return "not finite";
        }

        if (!double.TryParse(text, NumberStyles.Float, format, out value) || double.IsNaN(value))
        {
            return !decimalComma && double.TryParse(text, NumberStyles.Float, Comma, out _) ? "not a number (--decimal-comma?)" : "not a number";
        }

        return Math.Abs(value) <= Largest ? null : "not finite, or too large to compute with";
    }
}
