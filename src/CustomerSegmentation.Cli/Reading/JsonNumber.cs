using System.Globalization;

namespace CustomerSegmentation.Cli.Reading;

/// <summary>Numbers of JSON as text.</summary>
internal static class JsonNumber
{
    /// <summary>A whole number without a point or an exponent, whichever way it is written: 12345, 12345.0 and 1.2345e4 are one.</summary>
    public static string Plain(string json) =>
        decimal.TryParse(json, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number == decimal.Truncate(number)
            ? decimal.Truncate(number).ToString("0", CultureInfo.InvariantCulture)
            : json;
}
