using System.Globalization;
using CustomerSegmentation.Customers;

namespace CustomerSegmentation.Ledger.Records;

/// <summary>Three figures as the file has them: days, orders and money with a space between, to the last digit.</summary>
internal static class RfmText
{
    public static string? Of(Rfm? figures) => figures is { } rfm
        ? string.Create(CultureInfo.InvariantCulture, $"{rfm.RecencyDays:R} {rfm.Frequency} {rfm.Monetary}")
        : null;

    /// <exception cref="FormatException">The text was not written by <see cref="Of"/>.</exception>
    public static Rfm? Parse(string? text) => text?.Split(' ') switch
    {
        null => null,
        [var days, var orders, var money] => new(
            double.Parse(days, CultureInfo.InvariantCulture),
            int.Parse(orders, CultureInfo.InvariantCulture),
            decimal.Parse(money, CultureInfo.InvariantCulture)),
        _ => throw new FormatException($"'{text}' is not three figures."),
    };
}
