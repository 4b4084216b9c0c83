using System.Text;
using CustomerSegmentation.Cli;
using CustomerSegmentation.Cli.Importing;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Tests.Cli;

public class ImportFileTests
{
    private const string Header = "customerId,orderId,occurredAt,amount\n";
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static ImportFile Read(string text, ImportFormat? format = null, Encoding? encoding = null)
    {
        using var file = TemporaryFile.Of(text, encoding);
        return ImportFile.Read(file.Path, format ?? ImportFormat.Default, Now);
    }

    private static ImportFormat Mapped(params (string Field, string Column)[] map) =>
        ImportFormat.Default with { Map = map.ToDictionary(m => m.Field, m => m.Column) };

    private static PurchaseEvent Purchase(string customer, string order, string at, decimal amount, string? currency = null) =>
        new(order, PurchaseEventType.Purchase, customer, order, DateTimeOffset.Parse(at), amount, currency);

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    public void Commas_semicolons_and_tabs_are_told_apart(char separator) =>
        Read((Header + "C1,O1,2025-03-01T10:00:00Z,12.50\n").Replace(',', separator))
            .Events.ShouldBe([Purchase("C1", "O1", "2025-03-01T10:00:00Z", 12.5m)]);

    [Fact]
    public void A_gzipped_file_reads_like_a_plain_one()
    {
        using var file = TemporaryFile.Gzipped(Header + "C1,O1,2025-03-01,1\n");

        ImportFile.Read(file.Path, ImportFormat.Default, Now).Events.ShouldBe([Purchase("C1", "O1", "2025-03-01T00:00:00Z", 1)]);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("iso-8859-1")]
    [InlineData("utf-16")]
    public void Accents_survive_in_every_encoding(string encoding)
    {
        var bom = encoding == "utf-16" ? "\uFEFF" : "";

        var file = Read($"{bom}{Header}Zoë Müller,ÆØÅ-1,2025-03-01,1\n", encoding: Encoding.GetEncoding(encoding));

        file.Events.ShouldBe([Purchase("Zoë Müller", "ÆØÅ-1", "2025-03-01T00:00:00Z", 1)]);
    }

    [Fact]
    public void Quotes_hold_separators_line_breaks_and_quotes()
    {
        var file = Read(Header + "\"Miller, \"\"Ann\"\"\",\"O\n1\",2025-03-01,1\n\"C2\",O2,2025-03-01,2\n");

        // A line break inside an identifier is a control character: understood, and refused for what it is.
        file.Events.Single().CustomerId.ShouldBe("C2");
        file.Report.Invalid.ShouldBe(1);
    }

    [Fact]
    public void Lines_of_one_order_are_summed_into_one_purchase_at_the_first_line()
    {
        var file = Read(
            "Client,Order,When,Qty,Price\nC1,O1,2025-03-01 10:02,3,1.10\nC1,O1,2025-03-01 10:01,1,0.70\nC2,O1,2025-03-02 09:00,2,5\n",
            Mapped(("customerId", "client"), ("orderId", "Order"), ("occurredAt", "When"), ("quantity", "Qty"), ("unitPrice", "Price")));

        file.Events.ShouldBe(
        [
            Purchase("C1", "O1", "2025-03-01T10:01:00Z", 4.0m),
            Purchase("C2", "O1", "2025-03-02T09:00:00Z", 10m),
        ]);
    }

    [Fact]
    public void Negative_amounts_and_the_type_refund_give_money_back_on_their_order()
    {
        var file = Read(
            "customerId,orderId,occurredAt,amount,type\nC1,O1,2025-03-01,50,\nC1,O1,2025-03-03,-20,\nC1,O1,2025-03-05,5,Refund\n");

        file.Events.Select(e => (e.EventId, e.OrderId, e.Type, e.Amount)).ShouldBe(
        [
            ("O1", "O1", PurchaseEventType.Purchase, 50m),
            ("O1:refund:20250303T000000Z", "O1", PurchaseEventType.Refund, 20m),
            ("O1:refund:20250305T000000Z", "O1", PurchaseEventType.Refund, 5m),
        ]);
    }

    [Fact]
    public void Rows_with_event_ids_are_events_of_their_own()
    {
        var file = Read("eventId,customerId,orderId,occurredAt,amount,currency\nE1,C1,O1,2025-03-01,1,GBP\nE2,C1,O1,2025-03-01,2,gbp\n");

        file.Events.Select(e => (e.EventId, e.Amount, e.Currency)).ShouldBe([("E1", 1m, "GBP"), ("E2", 2m, "GBP")]);
    }

    [Fact]
    public void Events_written_by_simulate_come_back_as_they_were()
    {
        const string Line =
            """{"eventId":"E-r1","type":"refund","customerId":"C-1","orderId":"O-1","occurredAt":"2025-03-01T10:00:00.5Z","amount":5.25,"currency":"EUR"}""";

        Read(Line + "\n\n").Events.ShouldBe(
            [new("E-r1", PurchaseEventType.Refund, "C-1", "O-1", DateTimeOffset.Parse("2025-03-01T10:00:00.5Z"), 5.25m, "EUR")]);
    }

    [Fact]
    public void Json_lines_with_other_names_are_mapped()
    {
        var file = Read(
            """
            {"user":7,"order":"A","paid":"9.90","at":"2025-03-01T10:00:00+02:00"}
            not json
            [1]
            {"user":8,"order":"B","paid":true,"at":"2025-03-01T10:00:00Z"}
            """,
            Mapped(("customerId", "user"), ("orderId", "order"), ("amount", "paid"), ("occurredAt", "at")));

        file.Events.ShouldBe([Purchase("7", "A", "2025-03-01T08:00:00Z", 9.9m)]);
        file.Report.Invalid.ShouldBe(3);
    }

    [Theory]
    [InlineData("0001-01-01 00:00:00", "Europe/Berlin")]
    [InlineData("9999-12-31 23:59:59", "America/New_York")]
    public void A_time_that_is_outside_the_calendar_in_UTC_is_reported(string time, string zone)
    {
        var file = Read(
            $"{Header}C1,O1,{time},1\nC0,O0,2025-03-01,1\n",
            ImportFormat.Default with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById(zone) });

        file.Events.ShouldHaveSingleItem().CustomerId.ShouldBe("C0");
        file.Report.Invalid.ShouldBe(1);
    }

    [Fact]
    public void An_escape_that_is_no_character_is_reported()
    {
        var file = Read("""
            {"customerId":"C0","orderId":"O0","occurredAt":"2025-03-01","amount":1}
            {"customerId":"\ud800","orderId":"O1","occurredAt":"2025-03-01","amount":1}
            """);

        file.Events.ShouldHaveSingleItem().CustomerId.ShouldBe("C0");
        file.Report.Invalid.ShouldBe(1);
        Should.Throw<ToolException>(() => Read("""{"customerId":"\ud800","orderId":"O1","occurredAt":"2025-03-01","amount":1}"""));
    }

    [Theory]
    [InlineData("C1,O1,01.03.2025,1", "not a time")]
    [InlineData("C1,O1,2025-02-30,1", "not a time")]
    [InlineData("C1,O1,2999-01-01,1", "future_time")]
    [InlineData("C1,O1,2025-03-01,NaN", "no amount")]
    [InlineData("C1,O1,2025-03-01,1e30", "amount is not a number")]
    [InlineData("C1,O1,2025-03-01,\"12,50\"", "--decimal-comma")]
    [InlineData("C1,O1,2025-03-01,\"1,234.56\"", "no thousands separators")]
    [InlineData("C1,O1,2025-03-01,", "no amount")]
    [InlineData("C1,,2025-03-01,1", "no orderId")]
    [InlineData("C1,O1,,1", "no occurredAt")]
    [InlineData("C1,O1,2025-03-01", "another number of cells")]
    [InlineData("C1,O1,2025-03-01,1,2", "another number of cells")]
    [InlineData("C\u00071,O1,2025-03-01,1", "invalid_id")]
    public void A_line_that_cannot_be_understood_is_reported(string line, string problem)
    {
        var file = Read($"{Header}C0,O0,2025-03-01,1\n{line}\n");

        file.Events.Count.ShouldBe(1);
        file.Report.Invalid.ShouldBe(1);
        using var shown = new StringWriter();
        file.Report.Show(shown);
        shown.ToString().ShouldContain(problem);
    }

    [Theory]
    [InlineData("amount", "139.11999999999998")]
    [InlineData("amount,eventId", "139.11999999999998,E1")]
    public void An_amount_that_went_through_floating_point_is_rounded(string columns, string cells) =>
        Read($"customerId,orderId,occurredAt,{columns}\nC1,O1,2025-03-01,{cells}\n").Events.Single().Amount.ShouldBe(139.12m);

    [Fact]
    public void A_line_without_a_customer_is_left_out_and_not_invalid()
    {
        var file = Read(Header + ",O1,2025-03-01,1\nC1,O2,2025-03-01,1\n");

        file.Report.LeftOut.ShouldBe(1);
        file.Report.Invalid.ShouldBe(0);
    }

    [Fact]
    public void Decimal_commas_and_local_times_are_read_when_said()
    {
        var format = ImportFormat.Default with
        {
            DecimalComma = true, TimeFormat = "dd.MM.yyyy HH:mm", TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"),
        };

        Read("customerId;orderId;occurredAt;amount\nC1;O1;01.07.2025 12:00;12,50\n", format)
            .Events.Single().ShouldSatisfyAllConditions(
                e => e.Amount.ShouldBe(12.5m),
                e => e.OccurredAt.ShouldBe(new DateTimeOffset(2025, 7, 1, 10, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void A_header_without_the_columns_names_what_is_missing_and_what_was_found()
    {
        var problem = Should.Throw<ToolException>(() => Read("Client,Total\nC1,5\n"));

        problem.ExitCode.ShouldBe(2);
        problem.Message.ShouldContain("customerId, orderId, occurredAt, amount");
        problem.Message.ShouldContain("Client, Total");
    }

    [Fact]
    public void A_mapped_column_that_is_not_there_is_named() =>
        Should.Throw<ToolException>(() => Read(Header, Mapped(("customerId", "Client")))).Message.ShouldContain("'Client'");

    [Fact]
    public void An_empty_file_says_so() => Should.Throw<ToolException>(() => Read("\n  \n")).Message.ShouldContain("is empty");

    [Fact]
    public void A_quote_that_is_never_closed_says_where() =>
        Should.Throw<ToolException>(() => Read(Header + "\"C1,O1,2025-03-01,1\n" + new string('x', 200_000)))
            .Message.ShouldContain("never closed");
}
