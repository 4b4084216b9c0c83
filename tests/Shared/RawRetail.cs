using System.IO.Compression;

namespace CustomerSegmentation;

/// <summary>A line of such a table as it stands in the file, of a customer and with a price.</summary>
/// <param name="Quantity">Negative for what comes back.</param>
internal sealed record RawLine(string Invoice, string Product, int Quantity, DateTime Time, decimal Price, string Customer);

/// <summary>What became of a customer by the raw file.</summary>
/// <param name="Bought">Sum of the purchase lines.</param>
/// <param name="Returned">Sum of the cancelled lines, above zero.</param>
/// <param name="Frequency">Invoices with something left of their value.</param>
/// <param name="Monetary">What is left of them.</param>
/// <param name="Newest">Time of the newest of them.</param>
internal sealed record RawCustomer(decimal Bought, decimal Returned, int Frequency, decimal Monetary, DateTime? Newest);

/// <summary>
/// A table laid out as Online Retail, read and worked out the plain way, without any of the program's code, as a script would.
/// </summary>
/// <remarks>
/// The file does not say what a cancellation cancels. What it takes off a customer's sum for certain is only bounded: the
/// orders keep at least what was bought less all that came back, and at most all that was bought. The figures here follow the
/// documented rule of the import: a cancelled line goes to the customer's latest invoices up to then with the same product,
/// for no more pieces than are left of each and no more money than is left of its invoice; the rest belongs to no invoice.
/// </remarks>
internal static class RawRetail
{
    public static IReadOnlyDictionary<string, RawCustomer> Customers(string path) =>
        Lines(path).GroupBy(line => line.Customer).ToDictionary(lines => lines.Key, lines => Work([.. lines], DateTime.MinValue));

    /// <summary>What became of a customer's lines up to a moment, with only the invoices of a window before it.</summary>
    public static RawCustomer At(IEnumerable<RawLine> customer, DateTime moment, TimeSpan window) =>
        Work([.. customer.Where(line => line.Time <= moment)], moment - window);

    private static RawCustomer Work(RawLine[] lines, DateTime after)
    {
        var bought = lines.Where(line => line.Invoice[0] != 'C').ToArray();
        var returned = lines.Where(line => line.Invoice[0] == 'C').OrderBy(line => line.Time).ToArray();
        var pieces = bought.Select(line => line.Quantity).ToArray();
        var value = bought.GroupBy(line => line.Invoice).ToDictionary(invoice => invoice.Key, Sum);
        foreach (var line in returned)
        {
            var back = -line.Quantity;
            var candidates = Enumerable.Range(0, bought.Length)
                .Where(i => bought[i].Product == line.Product && bought[i].Time <= line.Time)
                .OrderByDescending(i => bought[i].Time).ThenByDescending(i => i);
            foreach (var i in candidates)
            {
                var taken = Math.Min(back, pieces[i]);
                value[bought[i].Invoice] -= Math.Min(taken * line.Price, value[bought[i].Invoice]);
                pieces[i] -= taken;
                back -= taken;
            }
        }

        var times = bought.GroupBy(line => line.Invoice).ToDictionary(invoice => invoice.Key, invoice => invoice.Min(line => line.Time));
        var counting = value.Where(invoice => invoice.Value > 0 && times[invoice.Key] > after).Select(invoice => invoice.Key).ToHashSet();
        return new(
            Sum(bought),
            -Sum(returned),
            counting.Count,
            counting.Sum(invoice => value[invoice]),
            counting.Count == 0 ? null : counting.Max(invoice => times[invoice]));
    }

    private static decimal Sum(IEnumerable<RawLine> lines) => lines.Sum(line => line.Quantity * line.Price);

    /// <summary>All lines but the header.</summary>
    public static int CountLines(string path)
    {
        using var text = Open(path);
        var lines = -1;
        while (text.ReadLine() is not null)
        {
            lines++;
        }

        return lines;
    }

    public static IEnumerable<RawLine> Lines(string path)
    {
        using var text = Open(path);
        text.ReadLine().ShouldBe("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country");
        while (text.ReadLine() is { } row)
        {
            // Only descriptions have commas and quotes: everything else can be counted from either end.
            var cells = row.Split(',');
            var (quantity, time, price, customer) = (int.Parse(cells[^5]), DateTime.Parse(cells[^4]), decimal.Parse(cells[^3]), cells[^2]);
            if (customer.Length > 0 && price > 0)
            {
                (cells[0][0] == 'C').ShouldBe(quantity < 0, row);
                yield return new(cells[0], cells[1], quantity, time, price, customer.Split('.')[0]);
            }
        }
    }

    private static StreamReader Open(string path) => new(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
}
