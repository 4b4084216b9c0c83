using System.Globalization;
using CustomerSegmentation.Cli.Importing;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Tests.Cli;

/// <summary>A shop exports its orders again and again, and the table grows at its end.</summary>
public class ImportGrowthTests
{
    private const string Header = "customerId,orderId,occurredAt,amount\n";

    private readonly RecordedImports _shop = new();

    [Theory]
    [InlineData("2025-03-03", null, "20250303T000000Z")]
    [InlineData("2025-03-03 00:00:00", null, "20250303T000000Z")]
    [InlineData("2025-03-03T00:00", null, "20250303T000000Z")]
    [InlineData("2025-03-03T00:00:00.000Z", null, "20250303T000000Z")]
    [InlineData("2025-03-03T00:00:00+02:00", null, "20250302T220000Z")]
    [InlineData("03.03.2025", "dd.MM.yyyy", "20250303T000000Z")]
    [InlineData("2025/03/03 00:00 +02:00", "yyyy/MM/dd HH:mm zzz", "20250302T220000Z")]
    public void More_refunds_of_a_day_are_events_of_their_own(string day, string? timeFormat, string id)
    {
        var format = ImportFormat.Default with { TimeFormat = timeFormat };
        var export = $"{Header}C1,O1,{day},50\nC1,O1,{day},-5\n";
        _shop.Import(export, format).ShouldBe(2);
        _shop.Import(export, format).ShouldBe(0);
        export += $"C1,O1,{day},-30\nC1,O1,{day},-15\n";
        _shop.Import(export, format).ShouldBe(2);
        _shop.Import(export, format).ShouldBe(0);

        _shop.Conflicts.ShouldBeEmpty();
        _shop.Orders.ShouldHaveSingleItem().Value.ShouldBe(0);
        _shop.Events.Where(e => e.Type == PurchaseEventType.Refund).Select(e => (e.EventId, e.Amount)).ShouldBe(
            [($"O1:refund:{id}", 5m), ($"O1:refund:{id}:2", 30m), ($"O1:refund:{id}:3", 15m)], ignoreOrder: true);
    }

    [Fact]
    public void A_day_is_a_day_of_the_time_zone()
    {
        var format = ImportFormat.Default with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin") };

        RecordedImports.Read($"{Header}C1,O1,2025-07-01,-5\nC1,O1,2025-07-01,-6\n", format).Events.Select(e => e.EventId)
            .ShouldBe(["O1:refund:20250630T220000Z", "O1:refund:20250630T220000Z:2"]);
    }

    [Theory]
    [InlineData("2025-03-03 10:15")]
    [InlineData("2025-03-03T10:15:00Z")]
    [InlineData("2025-03-03T00:00:00.5Z")]
    [InlineData("2025-03-03 00:00:01")]
    public void Refunds_of_one_time_of_day_are_one_event(string time) =>
        RecordedImports.Read($"{Header}C1,O1,{time},-5\nC1,O1,{time},-6\n").Events.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            refund => refund.Amount.ShouldBe(11),
            refund => refund.EventId.Length.ShouldBe("O1:refund:20250303T101500Z".Length));

    [Fact]
    public void Refunds_of_a_day_are_counted_for_each_customer_and_order()
    {
        var file = RecordedImports.Read(
            Header + "C1,O1,2025-03-03,-1\nC1,O2,2025-03-03,-2\nC2,O1,2025-03-03,-3\nC1,O1,2025-03-04,-4\nC1,O1,2025-03-03,-5\n");

        file.Events.Select(e => (e.CustomerId, e.EventId, e.Amount)).ShouldBe(
            [
                ("C1", "O1:refund:20250303T000000Z", 1m), ("C1", "O2:refund:20250303T000000Z", 2m), ("C2", "O1:refund:20250303T000000Z", 3m),
                ("C1", "O1:refund:20250304T000000Z", 4m), ("C1", "O1:refund:20250303T000000Z:2", 5m),
            ],
            ignoreOrder: true);
    }

    [Fact]
    public void A_refund_in_another_currency_keeps_its_place_for_the_day_it_is_repaired()
    {
        const string Columns = "customerId,orderId,occurredAt,amount,currency\n";
        using var broken = TemporaryFile.Of(Columns + "C1,O1,2025-03-03,-1,EUR\nC1,O1,2025-03-03,-2,USD\nC1,O1,2025-03-03,-3,EUR\n");

        var file = ImportFile.Read(broken.Path, ImportFormat.Default, new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

        file.Report.Invalid.ShouldBe(1);
        file.Events.Select(e => (e.EventId, e.Amount)).ShouldBe([("O1:refund:20250303T000000Z", 1m), ("O1:refund:20250303T000000Z:3", 3m)]);
    }

    // One event for each order is what files were imported as, so a line that comes later cannot be told from one that was in the sum.
    [Fact]
    public void A_purchase_that_got_more_lines_keeps_what_was_imported_first()
    {
        _shop.Import($"{Header}C1,O1,2025-03-03,50\n");
        _shop.Import($"{Header}C1,O1,2025-03-03,50\nC1,O1,2025-03-09,7\n");

        _shop.Conflicts.ShouldBe(["O1"]);
        _shop.Orders.ShouldHaveSingleItem().Value.ShouldBe(50);
    }

    [Fact]
    public void With_an_event_id_for_each_line_a_purchase_may_get_more_lines()
    {
        const string Columns = "eventId,customerId,orderId,occurredAt,amount\n";
        _shop.Import($"{Columns}1,C1,O1,2025-03-03,50\n");
        _shop.Import($"{Columns}1,C1,O1,2025-03-03,50\n2,C1,O1,2025-03-09,7\n");

        _shop.Conflicts.ShouldBeEmpty();
        _shop.Orders.ShouldHaveSingleItem().Value.ShouldBe(57);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void However_often_it_is_imported_while_it_grows_the_last_file_counts(int seed)
    {
        var random = new Random(seed);
        var lines = Lines(random);
        for (var length = random.Next(9); length < lines.Count; length += random.Next(9))
        {
            _shop.Import(Header + string.Concat(lines.Take(length)));
        }

        var whole = Header + string.Concat(lines);
        _shop.Import(whole);
        _shop.Import(whole).ShouldBe(0);

        var once = new RecordedImports();
        once.Import(whole);
        _shop.Conflicts.ShouldBeEmpty();
        _shop.Events.ShouldBe(once.Events, ignoreOrder: true);
    }

    /// <summary>Some 200 purchases and refunds with up to six digits; a refund may come before its purchase.</summary>
    private static List<string> Lines(Random random)
    {
        var bought = new HashSet<int>();
        return [.. Enumerable.Range(0, 200).Select(_ =>
        {
            var order = random.Next(30);
            var amount = (decimal)random.NextInt64(1, 90_000_000) / (decimal)Math.Pow(10, random.Next(7));
            var sign = random.Next(3) == 0 && bought.Add(order) ? "" : "-";
            return string.Create(CultureInfo.InvariantCulture, $"C{order % 7},O{order},2025-03-{random.Next(1, 6):00},{sign}{amount}\n");
        })];
    }
}
