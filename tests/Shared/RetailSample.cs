using System.Globalization;
using System.IO.Compression;

namespace CustomerSegmentation;

/// <summary>
/// A made-up shop's year, laid out as Online Retail is, and as untidy: lines without a customer, prices of zero, descriptions
/// with commas and quotes, and cancellations that do not say of what, some for more pieces or money than was bought.
/// </summary>
internal static class RetailSample
{
    /// <summary>Who has the most orders.</summary>
    public const string Busiest = "12345";

    /// <summary>Who bought once and gave all of it back.</summary>
    public const string GaveAllBack = "12346";

    private const int FirstCustomer = 12347;
    private const int Products = 200;
    private static readonly DateTime Begin = new(2010, 12, 1, 8, 0, 0);
    private static readonly DateTime End = new(2011, 12, 9, 18, 0, 0);
    private static readonly Lazy<string> Written = new(Write);

    // How many, when they come first, how many days pass between two orders (none: they buy once), lines of an order.
    private static readonly (int Customers, int From, int To, double? Days, int Lines)[] Kinds =
    [
        (120, 0, 40, 16, 8), (420, 0, 60, 60, 4), (220, 250, 360, 35, 4), (330, 0, 370, null, 3),
    ];

    /// <summary>The packed table. It is the same in every run.</summary>
    public static string Path => Written.Value;

    private static string Write()
    {
        var path = System.IO.Path.Combine(AppContext.BaseDirectory, "RetailSample.csv.gz");
        using var text = new StreamWriter(new GZipStream(File.Create(path), CompressionLevel.Fastest));
        text.Write("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n");
        var number = 536365;
        foreach (var invoice in Invoices(new Random(2011)).OrderBy(invoice => invoice.At).ToList())
        {
            var customer = invoice.Customer is { Length: > 0 } id ? $"{id}.0" : "";
            foreach (var line in invoice.Lines)
            {
                var quantity = invoice.IsCancellation ? -line.Quantity : line.Quantity;
                text.Write(string.Create(CultureInfo.InvariantCulture,
                    $"{(invoice.IsCancellation ? "C" : "")}{number},{line.Product},{Description(line.Product)},{quantity},{invoice.At:yyyy-MM-dd HH:mm}:00,{line.Price},{customer},United Kingdom\n"));
            }

            number++;
        }

        return path;
    }

    private static IEnumerable<Invoice> Invoices(Random random)
    {
        var customer = FirstCustomer;
        foreach (var kind in Kinds)
        {
            for (var i = 0; i < kind.Customers; i++, customer++)
            {
                var at = Begin.AddDays(kind.From + ((kind.To - kind.From) * random.NextDouble()));
                foreach (var invoice in Customer(random, $"{customer}", at, kind.Days, kind.Lines))
                {
                    yield return invoice;
                }
            }
        }

        foreach (var invoice in Customer(random, Busiest, Begin, days: 2, lines: 3))
        {
            yield return invoice;
        }

        var all = Basket(random, 5);
        yield return new(Begin.AddDays(48), GaveAllBack, IsCancellation: false, all);
        yield return new(Begin.AddDays(48).AddMinutes(16), GaveAllBack, IsCancellation: true, all);
        for (var i = 0; i < 300; i++)
        {
            yield return new(Begin.AddDays(373 * random.NextDouble()), "", IsCancellation: false, Basket(random, 4));
        }
    }

    private static IEnumerable<Invoice> Customer(Random random, string customer, DateTime at, double? days, int lines)
    {
        for (; at < End; at = days is { } mean ? at.AddDays(0.2 + (-mean * Math.Log(1 - random.NextDouble()))) : DateTime.MaxValue)
        {
            var basket = Basket(random, lines);
            yield return new(at, customer, IsCancellation: false, basket);
            var back = at.AddDays(30 * random.NextDouble());
            if (random.Next(8) == 0 && back < End)
            {
                yield return new(back, customer, IsCancellation: true, Returned(random, basket));
            }
        }
    }

    private static List<Line> Basket(Random random, int lines) => [.. Enumerable.Range(0, random.Next(1, 2 * lines)).Select(_ =>
    {
        var product = random.Next(Products);
        return new Line($"{10000 + product}", random.Next(1, 13), random.Next(60) == 0 ? 0 : 0.29m + (product * product % 97 * 0.115m));
    })];

    /// <summary>Some lines of a basket: of some fewer pieces, of some more, or dearer, and now and then something else altogether.</summary>
    private static List<Line> Returned(Random random, List<Line> basket) => [.. basket.Take(random.Next(1, basket.Count + 1)).Select(line => random.Next(10) switch
    {
        0 => line with { Quantity = line.Quantity * 3 },
        1 => line with { Price = line.Price * 2 },
        2 => new Line("M", 1, 4.25m),
        _ => line with { Quantity = random.Next(1, line.Quantity + 1) },
    })];

    private static string Description(string product) =>
        product[^1] == '7' ? $"\"SET OF 3, \"\"{product}\"\", RED\"" : $"LANTERN {product}";

    private sealed record Invoice(DateTime At, string Customer, bool IsCancellation, List<Line> Lines);

    private sealed record Line(string Product, int Quantity, decimal Price);
}
