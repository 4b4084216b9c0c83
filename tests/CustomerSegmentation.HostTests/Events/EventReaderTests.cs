using System.Text;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Edge.Events;

namespace CustomerSegmentation.HostTests.Events;

/// <summary>What the contract's JSON means, in all the shapes it may come in.</summary>
public class EventReaderTests
{
    private const string Purchase =
        """{"eventId":"7c0e","type":"purchase","customerId":"C-1001","orderId":"O-555","occurredAt":"2026-11-20T10:15:00Z","amount":59.90,"currency":"EUR"}""";

    private static readonly PurchaseEvent Expected = new(
        "7c0e", PurchaseEventType.Purchase, "C-1001", "O-555",
        new(2026, 11, 20, 10, 15, 0, TimeSpan.Zero), 59.90m, "EUR");

    [Fact]
    public void The_contracts_purchase_is_read_field_by_field() => One(Purchase).ShouldBe(Expected);

    [Fact]
    public void The_contracts_refund_is_read_as_one() =>
        One(Purchase.Replace("\"purchase\"", "\"refund\"")).ShouldBe(Expected with { Type = PurchaseEventType.Refund });

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_body()
    {
        var body = Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(Purchase)).ToArray();
        var batch = EventReader.Read(body);
        batch.Events.ShouldBe([Expected]);
        Encoding.UTF8.GetString(body[batch.Slices[0]]).ShouldBe(Purchase);
        EventReader.ReadLine(body, 0, out _).ShouldBe(Expected);
    }

    [Fact]
    public void Type_and_currency_may_be_left_out_or_null()
    {
        One("""{"eventId":"7c0e","customerId":"C-1001","orderId":"O-555","occurredAt":"2026-11-20T10:15:00Z","amount":59.9}""")
            .ShouldBe(Expected with { Currency = null });
        One("""{"eventId":"7c0e","type":null,"currency":null,"customerId":"C-1001","orderId":"O-555","occurredAt":"2026-11-20T10:15:00Z","amount":59.9}""")
            .ShouldBe(Expected with { Currency = null });
    }

    [Fact]
    public void Unknown_fields_are_ignored_however_deep_they_are() =>
        One(Purchase[..^1] + ""","lines":[{"sku":"x","tags":["a",{"amount":1}]}],"EventId":"no","shop":{"eventId":"no"}}""")
            .ShouldBe(Expected);

    [Fact]
    public void A_list_is_read_although_a_field_that_nobody_knows_nests_hundreds_deep()
    {
        var deep = Purchase[..^1] + $",\"deep\":{new string('[', 500)}{new string(']', 500)}}}";

        EventReader.Read(Encoding.UTF8.GetBytes($"{{\"events\":[{Purchase},{deep}]}}")).Events.ShouldBe([Expected, Expected]);
        EventReader.ReadLine(Encoding.UTF8.GetBytes(deep), 0, out _).ShouldBe(Expected);
    }

    [Fact]
    public void Of_a_repeated_field_the_last_one_counts()
    {
        One("""{"amount":"bad","eventId":7,""" + Purchase[1..]).ShouldBe(Expected);
        One(Purchase[..^1] + ""","amount":1,"type":"refund"}""")
            .ShouldBe(Expected with { Amount = 1, Type = PurchaseEventType.Refund });
        Refusal(Purchase[..^1] + ""","amount":null}""").Code.ShouldBe(RefusalCodes.MissingField);
        Refusal(Purchase[..^1] + ""","amount":"x"}""").Code.ShouldBe(RefusalCodes.InvalidAmount);
    }

    [Fact]
    public void Escapes_in_names_and_values_mean_the_characters_they_stand_for() =>
        One("""{"event\u0049d":"7c\u0030e","t\u0079pe":"p\u0075rchase","customerId":"\u0043-1001","orderId":"O-555","occurredAt":"2026\u002d11-20T10:15:00Z","amount":"59\u002e9","currency":"EUR"}""")
            .ShouldBe(Expected);

    [Fact]
    public void A_paired_surrogate_escape_is_one_character() =>
        One(Purchase.Replace("C-1001", """\ud83d\ude00""")).CustomerId.ShouldBe("😀");

    [Theory]
    [InlineData("[{0},{1},{0}]")]
    [InlineData("{{\"events\":[{0},{1},{0}]}}")]
    [InlineData(" {{\"source\":{{\"events\":[1]}},\"events\":null,\"events\":[{0},{1},{0}],\"eventId\":\"ignored\"}} ")]
    public void A_list_keeps_the_good_and_names_the_bad(string shape)
    {
        var bad = """{"eventId":"bad-1","amount":1}""";
        var body = Encoding.UTF8.GetBytes(string.Format(System.Globalization.CultureInfo.InvariantCulture, shape, Purchase, bad));
        var batch = EventReader.Read(body);
        batch.BodyRefused.ShouldBeFalse();
        batch.Events.ShouldBe([Expected, Expected]);
        batch.Indexes.ShouldBe([0, 2]);
        batch.Refused.ShouldHaveSingleItem().ShouldBe(
            new(1, "bad-1", RefusalCodes.MissingField, "customerId is missing."));
        batch.Slices.Select(slice => Encoding.UTF8.GetString(body[slice])).ShouldBe([Purchase, bad, Purchase]);
    }

    [Fact]
    public void An_empty_list_is_no_error()
    {
        foreach (var body in (string[])["[]", """{"events":[]}"""])
        {
            var batch = EventReader.Read(Encoding.UTF8.GetBytes(body));
            (batch.Events.Count, batch.Refused.Count, batch.BodyRefused).ShouldBe((0, 0, false));
        }
    }

    [Fact]
    public void A_thousand_events_are_read_and_one_more_refuses_them_all()
    {
        var full = EventReader.Read(Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat(Purchase, 1_000))}]"));
        full.Events.Count.ShouldBe(1_000);

        var body = Encoding.UTF8.GetBytes($"{{\"events\":[{string.Join(',', Enumerable.Repeat(Purchase, 1_001))}]}}");
        var over = EventReader.Read(body);
        over.BodyRefused.ShouldBeTrue();
        over.Events.ShouldBeEmpty();
        over.Refused.ShouldHaveSingleItem().Code.ShouldBe(RefusalCodes.TooManyEvents);
        body[over.Slices.ShouldHaveSingleItem()].Length.ShouldBe(body.Length);
        EventReader.Read(body, int.MaxValue).Events.Count.ShouldBe(1_001);
    }

    [Theory]
    [InlineData("", "The body is empty.")]
    [InlineData(" \n", "The body is empty.")]
    [InlineData("{\n\"eventId\": x}", "The body is not JSON at line 2, byte 12: ")]
    [InlineData("[{},", "The body is not JSON at line 1, byte 4: ")]
    [InlineData("{} {}", "The body is not JSON at line 1, byte 4: ")]
    public void A_malformed_body_is_refused_with_the_place_where_it_breaks(string body, string beginning)
    {
        var batch = EventReader.Read(Encoding.UTF8.GetBytes(body));
        batch.BodyRefused.ShouldBeTrue();
        batch.Events.ShouldBeEmpty();
        var refused = batch.Refused.ShouldHaveSingleItem();
        (refused.Index, refused.Code).ShouldBe((0, RefusalCodes.MalformedJson));
        refused.Reason.ShouldStartWith(beginning);
        refused.Reason.ShouldNotContain("BytePosition");
    }

    [Theory]
    [InlineData("5", "The body must be an event, an array of events or {\"events\":[…]}, not a number.")]
    [InlineData("null", "The body must be an event, an array of events or {\"events\":[…]}, not null.")]
    [InlineData("""{"events":{}}""", "events must be an array, not an object.")]
    public void A_body_of_another_shape_is_refused_as_a_whole(string body, string reason)
    {
        var batch = EventReader.Read(Encoding.UTF8.GetBytes(body));
        batch.BodyRefused.ShouldBeTrue();
        batch.Refused.ShouldBe([new(0, null, RefusalCodes.WrongType, reason)]);
    }

    [Fact]
    public void A_line_is_refused_under_its_own_index_and_id()
    {
        EventReader.ReadLine("""{"eventId":"e","amount":"""u8, 41, out var refused).ShouldBeNull();
        refused!.ShouldSatisfyAllConditions(
            it => it.Index.ShouldBe(41), it => it.EventId.ShouldBe("e"),
            it => it.Code.ShouldBe(RefusalCodes.MalformedJson), it => it.Reason.ShouldStartWith("The event is not JSON at line 1, byte "));
        EventReader.ReadLine(Encoding.UTF8.GetBytes(Purchase + Purchase), 0, out refused).ShouldBeNull();
        refused!.Code.ShouldBe(RefusalCodes.MalformedJson);
        EventReader.ReadLine("[]"u8, 0, out refused).ShouldBeNull();
        refused!.Reason.ShouldBe("An event must be an object, not an array.");
    }

    private static PurchaseEvent One(string json)
    {
        var batch = EventReader.Read(Encoding.UTF8.GetBytes(json));
        batch.Refused.ShouldBeEmpty();
        EventReader.ReadLine(Encoding.UTF8.GetBytes(json), 0, out _).ShouldBe(batch.Events.ShouldHaveSingleItem());
        return batch.Events[0];
    }

    private static Engine.RefusedEvent Refusal(string json) =>
        EventReader.Read(Encoding.UTF8.GetBytes(json)).Refused.ShouldHaveSingleItem();
}
