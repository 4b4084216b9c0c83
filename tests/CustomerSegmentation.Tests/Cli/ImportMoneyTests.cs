using System.Globalization;
using System.Text;
using CustomerSegmentation.Customers;

namespace CustomerSegmentation.Tests.Cli;

/// <summary>Prices may have more digits than amounts; what is sent of an order adds up all the same.</summary>
public class ImportMoneyTests
{
    private const string Header = "customerId,orderId,occurredAt,quantity,unitPrice\n";
    private const string RetailHeader = "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n";
    private static readonly DateTime FirstDay = new(2025, 1, 1);

    private static List<(string EventId, decimal Amount)> Amounts(string text) =>
        [.. RecordedImports.Read(text).Events.Select(e => (e.EventId, e.Amount))];

    private static string At(DateTime time) => time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    [Fact]
    public void Two_halves_that_are_each_rounded_down_go_back_as_what_was_paid() =>
        Amounts(Header + "C1,O1,2025-03-01,1,4.132231\nC1,O1,2025-03-01,1,4.132231\nC1,O1,2025-03-02,-1,4.132231\nC1,O1,2025-03-03,-1,4.132231\n")
            .ShouldBe([("O1", 8.2645m), ("O1:refund:20250302T000000Z", 4.1323m), ("O1:refund:20250303T000000Z", 4.1322m)]);

    [Fact]
    public void A_refund_may_stand_before_its_purchase() =>
        Amounts(Header + "C1,O1,2025-03-02,-1,4.132231\nC1,O1,2025-03-03,-1,4.132231\nC1,O1,2025-03-01,2,4.132231\n")
            .ShouldBe([("O1", 8.2645m), ("O1:refund:20250302T000000Z", 4.1322m), ("O1:refund:20250303T000000Z", 4.1323m)]);

    [Fact]
    public void A_part_that_is_too_small_is_an_event_of_zero() =>
        Amounts(Header + "C1,O1,2025-03-01,1,10\nC1,O1,2025-03-02,-1,0.00004\nC1,O1,2025-03-03,-1,0.00004\n")
            .ShouldBe([("O1", 10m), ("O1:refund:20250302T000000Z", 0m), ("O1:refund:20250303T000000Z", 0.0001m)]);

    [Fact]
    public void An_order_without_more_digits_than_four_is_sent_as_it_is_written()
    {
        var random = new Random(4);
        var text = new StringBuilder("customerId,orderId,occurredAt,amount\n");
        var written = new List<(string CustomerId, string Text)>();
        for (var i = 0; i < 500; i++)
        {
            var amount = (decimal)random.NextInt64(1, 9_000_000) / (decimal)Math.Pow(10, random.Next(5));
            written.Add(($"C{i:000}", amount.ToString(CultureInfo.InvariantCulture)));
            text.Append(CultureInfo.InvariantCulture, $"C{i:000},O{i % 9},2025-03-01,{(random.Next(2) == 0 ? "" : "-")}{amount}\n");
        }

        RecordedImports.Read(text.ToString()).Events.Select(e => (e.CustomerId, e.Amount.ToString(CultureInfo.InvariantCulture)))
            .ShouldBe(written, ignoreOrder: true);
    }

    [Fact]
    public void Events_of_one_order_add_up_too_and_one_that_is_there_twice_counts_once()
    {
        const string Columns = "eventId,customerId,orderId,occurredAt,amount\n";

        Amounts(Columns + "1,C1,O1,2025-03-01,4.132231\n1,C1,O1,2025-03-01,4.132231\n2,C1,O1,2025-03-02,4.132231\n3,C1,O1,2025-03-03,-8.264462\n")
            .ShouldBe([("1", 4.1322m), ("1", 4.1322m), ("2", 4.1323m), ("3", 8.2645m)]);
    }

    [Fact]
    public void Every_currency_of_an_order_adds_up_by_itself() =>
        Amounts("customerId,orderId,occurredAt,amount,currency\nC1,O1,2025-03-01,0.00006,EUR\nC1,O1,2025-03-02,-0.00006,USD\n")
            .ShouldBe([("O1", 0.0001m), ("O1:refund:20250302T000000Z", 0.0001m)]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Five_hundred_orders_that_came_back_in_parts_are_worth_nothing(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder(Header);
        foreach (var order in Enumerable.Range(0, 500))
        {
            var lines = Parts(random).Select(part => (part.At, Line: Invariant($"C{order % 60},O{order},{At(part.At)},-{part.Quantity},{part.Price}\n"), part))
                .ToList();
            var bought = lines.GroupBy(line => line.part.Price).Select(price =>
                Invariant($"C{order % 60},O{order},{At(FirstDay)},{price.Sum(line => line.part.Quantity)},{price.Key}\n"));
            var all = lines.Select(line => line.Line).Concat(bought).ToArray();
            random.Shuffle(all);
            text.AppendJoin("", all);
        }

        var shop = new RecordedImports();
        shop.Import(text.ToString());
        shop.Orders.Count.ShouldBe(500);
        shop.Orders.Values.ShouldAllBe(left => left == 0);
        shop.Events.ShouldAllBe(e => e.Amount >= 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Five_hundred_invoices_that_were_cancelled_in_parts_are_worth_nothing(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder(RetailHeader);
        var cancellation = 0;
        foreach (var order in Enumerable.Range(0, 500))
        {
            var parts = Parts(random);
            foreach (var price in parts.GroupBy(part => part.Price))
            {
                text.Append(CultureInfo.InvariantCulture, $"{order},{order}-{price.Key},{price.Sum(part => part.Quantity)},{At(FirstDay)},{price.Key},{order % 60}\n");
            }

            foreach (var part in parts)
            {
                text.Append(CultureInfo.InvariantCulture, $"C{cancellation++},{order}-{part.Price},-{part.Quantity},{At(part.At)},{part.Price},{order % 60}\n");
            }
        }

        var shop = new RecordedImports();
        shop.Import(text.ToString());
        shop.Orders.Count.ShouldBe(500);
        shop.Orders.Values.ShouldAllBe(left => left == 0);
        shop.Events.ShouldAllBe(e => e.Amount >= 0);
    }

    [Theory]
    [InlineData("12.499999999", "12.5")]
    [InlineData("12.50004", "12.50004")]
    public void A_cancellation_of_everything_finds_its_invoice_whatever_a_price_lost_on_the_way(string bought, string returned)
    {
        var file = RecordedImports.Read(
            $"{RetailHeader}100,A,1,2011-01-01 10:00,{bought},7\nC101,A,-1,2011-01-02 10:00,{returned},7\n");

        file.Events.Select(e => (e.EventId, e.Amount)).ShouldBe([("100", 12.5m), ("C101:100", 12.5m)]);
        file.Report.RefundedElsewhere.ShouldBe(0);
    }

    /// <summary>One to three prices of up to six digits, each of which comes back in one to five parts on different days.</summary>
    private static List<(DateTime At, int Quantity, decimal Price)> Parts(Random random) =>
        [.. Enumerable.Range(0, random.Next(1, 4)).SelectMany(_ =>
        {
            var price = (decimal)random.NextInt64(1, 90_000_000) / (decimal)Math.Pow(10, random.Next(7));
            return Enumerable.Range(1, random.Next(1, 6)).Select(day => (FirstDay.AddDays(day), random.Next(1, 9), price)).ToList();
        })];

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
