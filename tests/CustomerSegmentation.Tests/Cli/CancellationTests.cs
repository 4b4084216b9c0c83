using CustomerSegmentation.Cli.Importing;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Tests.Cli;

/// <summary>Which orders a cancellation of Online Retail takes back.</summary>
public class CancellationTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static ImportFile Read(params string[] lines)
    {
        using var file = TemporaryFile.Of(
            "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n" + string.Join('\n', lines) + "\n");
        return ImportFile.Read(file.Path, ImportFormat.Default, Now);
    }

    private static List<(string EventId, string OrderId, decimal Amount)> Refunds(ImportFile file) =>
        [.. file.Events.Where(e => e.Type == PurchaseEventType.Refund).Select(e => (e.EventId, e.OrderId, e.Amount))];

    [Fact]
    public void Goods_go_back_to_the_latest_earlier_order_with_the_product()
    {
        var file = Read(
            "100,A,10,2011-01-01 10:00,2,7.0", "101,A,10,2011-01-02 10:00,2,7.0", "102,B,10,2011-01-03 10:00,2,7.0",
            "C103,A,-3,2011-01-04 10:00,2,7.0", "104,A,10,2011-01-05 10:00,2,7.0");

        Refunds(file).ShouldBe([("C103:101", "101", 6m)]);
        file.Report.RefundedElsewhere.ShouldBe(0);
    }

    [Fact]
    public void More_than_one_order_bore_is_spread_and_the_rest_keeps_its_own_number()
    {
        var file = Read(
            "100,A,10,2011-01-01 10:00,2,7", "101,A,4,2011-01-02 10:00,2,7", "C103,A,-20,2011-01-04 10:00,2,7");

        Refunds(file).ShouldBe([("C103", "C103", 12m), ("C103:100", "100", 20m), ("C103:101", "101", 8m)]);
        file.Report.RefundedElsewhere.ShouldBe(12);
    }

    [Fact]
    public void What_came_back_once_does_not_come_back_again()
    {
        var file = Read(
            "100,A,5,2011-01-01 10:00,2,7", "C101,A,-5,2011-01-02 10:00,2,7", "C102,A,-5,2011-01-03 10:00,2,7");

        Refunds(file).ShouldBe([("C101:100", "100", 10m), ("C102", "C102", 10m)]);
    }

    [Fact]
    public void A_refund_dearer_than_the_order_takes_what_the_order_is_worth()
    {
        var file = Read("100,A,1,2011-01-01 10:00,2,7", "C101,A,-1,2011-01-02 10:00,5,7");

        Refunds(file).ShouldBe([("C101", "C101", 3m), ("C101:100", "100", 2m)]);
    }

    [Fact]
    public void Nobody_elses_order_is_touched()
    {
        var file = Read("100,A,5,2011-01-01 10:00,2,7", "C101,A,-5,2011-01-02 10:00,2,8");

        Refunds(file).ShouldBe([("C101", "C101", 10m)]);
    }

    [Fact]
    public void Quantities_of_the_wrong_sign_are_reported_and_left_out()
    {
        var file = Read(
            "100,A,-5,2011-01-01 10:00,2,7", "C101,A,5,2011-01-02 10:00,2,7", "102,A,1,2011-01-02 10:00,2,7", "103,A,1,2011-01-02 10:00,0,7");

        file.Events.Single().EventId.ShouldBe("102");
        file.Report.LeftOut.ShouldBe(3);
    }

    [Fact]
    public void Times_the_American_way_are_read_as_UCI_publishes_them()
    {
        var file = Read("536365,A,6,12/1/2010 8:26,2.55,17850");

        file.Events.Single().OccurredAt.ShouldBe(new DateTimeOffset(2010, 12, 1, 8, 26, 0, TimeSpan.Zero));
    }

    [Fact]
    public void Reading_the_lines_in_another_order_gives_the_same_events()
    {
        string[] lines =
        [
            "100,A,10,2011-01-01 10:00,2,7", "101,A,4,2011-01-02 10:00,2,7", "C103,A,-12,2011-01-04 10:00,2,7",
            "C105,A,-1,2011-01-06 10:00,2,7",
        ];

        Read([.. lines.Reverse()]).Events.ShouldBe(Read(lines).Events);
    }
}
