using System.Text;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Edge.Events;

namespace CustomerSegmentation.HostTests.Events;

/// <summary>One field at a time goes wrong; everything else about the event is right.</summary>
public class EventReaderRefusalTests
{
    [Theory]
    [InlineData("eventId", null, "missing_field", "eventId is missing.")]
    [InlineData("eventId", "null", "missing_field", "eventId is missing.")]
    [InlineData("eventId", "7", "wrong_type", "eventId must be a string, not a number.")]
    [InlineData("eventId", "\"\\ud800\"", "malformed_json", "eventId is not valid Unicode.")]
    [InlineData("customerId", null, "missing_field", "customerId is missing.")]
    [InlineData("customerId", "[\"C\"]", "wrong_type", "customerId must be a string, not an array.")]
    [InlineData("customerId", "\"\\udc00\\ud800\"", "malformed_json", "customerId is not valid Unicode.")]
    [InlineData("orderId", null, "missing_field", "orderId is missing.")]
    [InlineData("orderId", "{\"id\":\"O\"}", "wrong_type", "orderId must be a string, not an object.")]
    [InlineData("type", "\"Purchase\"", "invalid_type", "type must be \"purchase\" or \"refund\".")]
    [InlineData("type", "\"\"", "invalid_type", "type must be \"purchase\" or \"refund\".")]
    [InlineData("type", "\"\\ud800\"", "invalid_type", "type must be \"purchase\" or \"refund\".")]
    [InlineData("type", "1", "wrong_type", "type must be a string, not a number.")]
    [InlineData("currency", "false", "wrong_type", "currency must be a string, not a boolean.")]
    [InlineData("occurredAt", null, "missing_field", "occurredAt is missing.")]
    [InlineData("occurredAt", "1763633700", "wrong_type", "occurredAt must be a string, not a number.")]
    [InlineData("occurredAt", "\"2026-11-20T10:15:00\"", "invalid_time", "occurredAt has no offset: end it in Z or in one such as +01:00.")]
    [InlineData("occurredAt", "\"2026-11-20T10:15:00.5\"", "invalid_time", "occurredAt has no offset: end it in Z or in one such as +01:00.")]
    [InlineData("occurredAt", "\"2026-02-29T10:15:00Z\"", "invalid_time", "occurredAt names a date or time that does not exist.")]
    [InlineData("amount", null, "missing_field", "amount is missing.")]
    [InlineData("amount", "null", "missing_field", "amount is missing.")]
    [InlineData("amount", "true", "wrong_type", "amount must be a number or a decimal string, not a boolean.")]
    [InlineData("amount", "[1]", "wrong_type", "amount must be a number or a decimal string, not an array.")]
    [InlineData("amount", "\"12,50\"", "invalid_amount", "amount is not a decimal number such as 59.90.")]
    [InlineData("amount", "1e30", "invalid_amount", "amount has more than 15 digits before or 4 after the point.")]
    public void A_bad_field_is_refused_by_name(string field, string? value, string code, string reason)
    {
        var batch = EventReader.Read(With(field, value));
        batch.BodyRefused.ShouldBeFalse();
        batch.Events.ShouldBeEmpty();
        batch.Refused.ShouldBe([new(0, field == "eventId" ? null : "e-1", code, reason)]);
    }

    [Theory]
    [InlineData("not a time")]
    [InlineData("")]
    [InlineData("2026-11-20")]
    [InlineData("2026-11-20 10:15:00Z")]
    [InlineData("2026-11-20T10:15Z")]
    [InlineData("2026-11-20T10:15:00,5Z")]
    [InlineData("2026-11-20T10:15:00.Z")]
    [InlineData("2026-11-20T10:15:00+0100")]
    [InlineData("2026-11-20T10:15:00+24:00")]
    [InlineData("2026-11-20T10:15:00+01:60")]
    [InlineData("2026-11-20T10:15:00ZZ")]
    [InlineData(" 2026-11-20T10:15:00Z")]
    [InlineData("2026-11-20T10:15:00Z ")]
    [InlineData("2026-11-20T24:00:00Z")]
    [InlineData("2026-11-20T10:60:00Z")]
    [InlineData("2026-11-20T10:15:60Z")]
    [InlineData("2026-12-31T23:59:61Z")]
    [InlineData("2026-13-01T10:15:00Z")]
    [InlineData("2026-00-01T10:15:00Z")]
    [InlineData("2026-11-31T10:15:00Z")]
    [InlineData("0000-01-01T10:15:00Z")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("9999-12-31T23:59:59-00:01")]
    [InlineData("9999-12-31T23:59:60Z")]
    [InlineData("+026-11-20T10:15:00Z")]
    [InlineData("２０２６-11-20T10:15:00Z")]
    public void A_time_that_is_not_RFC_3339_with_an_offset_is_refused(string time) =>
        CodeOf("occurredAt", $"\"{time}\"").ShouldBe(RefusalCodes.InvalidTime);

    [Theory]
    [InlineData("\"NaN\"")]
    [InlineData("\"Infinity\"")]
    [InlineData("\"\"")]
    [InlineData("\" 1\"")]
    [InlineData("\"1 \"")]
    [InlineData("\"+1\"")]
    [InlineData("\"1.\"")]
    [InlineData("\".5\"")]
    [InlineData("\"-\"")]
    [InlineData("\"--1\"")]
    [InlineData("\"1e2\"")]
    [InlineData("\"1,000\"")]
    [InlineData("\"1.2.3\"")]
    [InlineData("\"0x10\"")]
    [InlineData("\"€5\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("1000000000000000")]
    [InlineData("0.00001")]
    [InlineData("59.90001")]
    [InlineData("1.00000000000000000000000000000000000001")]
    [InlineData("1e15")]
    [InlineData("1e-5")]
    [InlineData("1e99999999999999999999")]
    [InlineData("1e-99999999999999999999")]
    public void An_amount_that_is_not_a_decimal_of_15_and_4_digits_is_refused(string amount) =>
        CodeOf("amount", amount).ShouldBe(RefusalCodes.InvalidAmount);

    [Theory]
    [InlineData("NaN")]
    [InlineData("01")]
    [InlineData("+1")]
    [InlineData(".5")]
    [InlineData("0x10")]
    [InlineData("'5'")]
    public void An_amount_that_JSON_does_not_know_makes_the_body_malformed(string amount) =>
        CodeOf("amount", amount).ShouldBe(RefusalCodes.MalformedJson);

    [Fact]
    public void Bytes_that_are_not_UTF_8_refuse_their_event_and_no_other()
    {
        var good = With("amount", "1");
        var bad = With("note", "\"?\"");
        bad[bad.AsSpan().LastIndexOf((byte)'?')] = 0xFF;
        var batch = EventReader.Read([.. "["u8, .. good, .. ","u8, .. bad, .. ","u8, .. good, .. "]"u8]);
        batch.Indexes.ShouldBe([0, 2]);
        batch.Refused.ShouldBe([new(1, "e-1", RefusalCodes.MalformedJson, "The event is not valid UTF-8.")]);
    }

    [Fact]
    public void Nesting_beyond_512_levels_is_malformed() =>
        CodeOf("note", new string('[', 600) + new string(']', 600)).ShouldBe(RefusalCodes.MalformedJson);

    [Fact]
    public void An_event_id_too_long_to_be_one_is_not_echoed()
    {
        var batch = EventReader.Read(Encoding.UTF8.GetBytes($"{{\"eventId\":\"{new string('x', 401)}\"}}"));
        batch.Refused.ShouldHaveSingleItem().EventId.ShouldBeNull();
    }

    private static string CodeOf(string field, string value) =>
        EventReader.Read(With(field, value)).Refused.ShouldHaveSingleItem().Code;

    /// <summary>A good event, but for one field; null leaves it out.</summary>
    private static byte[] With(string field, string? value)
    {
        var fields = new Dictionary<string, string?>
        {
            ["eventId"] = "\"e-1\"",
            ["customerId"] = "\"C\"",
            ["orderId"] = "\"O\"",
            ["occurredAt"] = "\"2026-11-20T10:15:00Z\"",
            ["amount"] = "1",
            [field] = value,
        };
        return Encoding.UTF8.GetBytes(
            $"{{{string.Join(',', fields.Where(f => f.Value is not null).Select(f => $"\"{f.Key}\":{f.Value}"))}}}");
    }
}
