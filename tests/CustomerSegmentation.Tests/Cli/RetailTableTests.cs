using System.Collections.Concurrent;
using CustomerSegmentation.Cli.Importing;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Tests.Cli;

/// <summary>A year of invoices against what a loop over the raw file makes of them.</summary>
public class RetailTableTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly ConcurrentDictionary<string, ImportFile> Files = [];

    private static ImportFile Read(string table) =>
        Files.GetOrAdd(table, name => ImportFile.Read(RetailTables.PathOf(name), ImportFormat.Default, Now));

    [Theory]
    [MemberData(nameof(RetailTables.Names), MemberType = typeof(RetailTables))]
    public void Orders_and_what_is_left_of_them_are_those_of_the_raw_file(string table)
    {
        var file = Read(table);
        var raw = RawRetail.Customers(RetailTables.PathOf(table));
        var orders = file.Events.GroupBy(e => (e.CustomerId, e.OrderId))
            .Select(order => (order.Key.CustomerId,
                Value: order.Sum(e => e.Type == PurchaseEventType.Purchase ? e.Amount : -e.Amount),
                Time: order.Min(e => e.OccurredAt).UtcDateTime))
            .Where(order => order.Value > 0).ToLookup(order => order.CustomerId);

        raw.Count.ShouldBeGreaterThan(900);
        file.Events.Select(e => e.CustomerId).Distinct().ShouldBe(raw.Keys, ignoreOrder: true);
        foreach (var (id, expected) in raw)
        {
            orders[id].Count().ShouldBe(expected.Frequency, id);
            orders[id].Sum(order => order.Value).ShouldBe(expected.Monetary, id);
            (orders[id].Any() ? orders[id].Max(order => order.Time) : (DateTime?)null).ShouldBe(expected.Newest, id);
        }

        file.Report.Purchased.ShouldBe(raw.Values.Sum(customer => customer.Bought));
        file.Report.Refunded.ShouldBe(raw.Values.Sum(customer => customer.Returned));
        var kept = raw.Values.Sum(customer => customer.Bought - customer.Monetary);
        file.Report.RefundedElsewhere.ShouldBe(file.Report.Refunded - kept);
        file.Report.RefundedElsewhere.ShouldBeGreaterThan(0);
    }

    [Theory]
    [MemberData(nameof(RetailTables.Names), MemberType = typeof(RetailTables))]
    public void Every_line_is_counted_and_those_without_a_customer_or_a_price_are_left_out(string table)
    {
        var report = Read(table).Report;

        var all = RawRetail.CountLines(RetailTables.PathOf(table));
        var usable = RawRetail.Lines(RetailTables.PathOf(table)).Count();
        report.Lines.ShouldBe(all);
        report.LeftOut.ShouldBe(all - usable);
        report.LeftOut.ShouldBeGreaterThan(0);
        report.Invalid.ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(RetailTables.Names), MemberType = typeof(RetailTables))]
    public void No_refund_makes_an_order_of_the_file_negative(string table)
    {
        var events = Read(table).Events;
        var purchased = events.Where(e => e.Type == PurchaseEventType.Purchase).ToDictionary(e => e.OrderId, e => e.Amount);
        foreach (var refund in events.Where(e => e.Type == PurchaseEventType.Refund && purchased.ContainsKey(e.OrderId)))
        {
            purchased[refund.OrderId] -= refund.Amount;
        }

        purchased.Values.Min().ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(RetailTables.Names), MemberType = typeof(RetailTables))]
    public void Events_come_in_time_order_with_ids_unique_within_their_customer(string table)
    {
        var events = Read(table).Events;

        events.Select(e => e.OccurredAt).ShouldBeInOrder();
        events.Select(e => (e.CustomerId, e.EventId)).Distinct().Count().ShouldBe(events.Count);
    }
}
