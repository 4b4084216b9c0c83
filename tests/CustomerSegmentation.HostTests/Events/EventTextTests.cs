using System.Globalization;
using System.Text;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Edge.Events;

namespace CustomerSegmentation.HostTests.Events;

/// <summary>Times and amounts as texts: what they are worth.</summary>
public class EventTextTests
{
    [Theory]
    [InlineData("2026-11-20T10:15:00Z", "2026-11-20T10:15:00.0000000")]
    [InlineData("2026-11-20t10:15:00z", "2026-11-20T10:15:00.0000000")]
    [InlineData("2026-11-20T10:15:00+01:00", "2026-11-20T09:15:00.0000000")]
    [InlineData("2026-11-20T10:15:00-05:30", "2026-11-20T15:45:00.0000000")]
    [InlineData("2026-11-20T10:15:00-00:00", "2026-11-20T10:15:00.0000000")]
    [InlineData("2026-11-20T10:15:00+23:59", "2026-11-19T10:16:00.0000000")]
    [InlineData("2026-11-20T10:15:00.5Z", "2026-11-20T10:15:00.5000000")]
    [InlineData("2026-11-20T10:15:00.1234567Z", "2026-11-20T10:15:00.1234567")]
    [InlineData("2026-11-20T10:15:00.123456799Z", "2026-11-20T10:15:00.1234567")]
    [InlineData("1970-01-01T00:00:00Z", "1970-01-01T00:00:00.0000000")]
    [InlineData("2024-02-29T00:00:00Z", "2024-02-29T00:00:00.0000000")]
    [InlineData("2999-01-01T00:00:00Z", "2999-01-01T00:00:00.0000000")]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.0000000")]
    [InlineData("2017-01-01T00:59:60.25+01:00", "2017-01-01T00:00:00.2500000")]
    public void A_time_is_read_to_the_tick_in_UTC(string text, string utc)
    {
        Rfc3339.Parse(Encoding.UTF8.GetBytes(text), out var time).ShouldBeNull();
        time.Offset.ShouldBe(TimeSpan.Zero);
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture).ShouldBe(utc);
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("0.0000", "0")]
    [InlineData("0e999999999999", "0")]
    [InlineData("-0", "0")]
    [InlineData("59.90", "59.9")]
    [InlineData("-5", "-5")]
    [InlineData("0.0001", "0.0001")]
    [InlineData("5.000000000000000000000000000000000", "5")]
    [InlineData("999999999999999.9999", "999999999999999.9999")]
    [InlineData("100000000000000", "100000000000000")]
    [InlineData("5.99E1", "59.9")]
    [InlineData("1e2", "100")]
    [InlineData("1E+14", "100000000000000")]
    [InlineData("599000e-4", "59.9")]
    [InlineData("0.00000001e8", "1")]
    [InlineData("10203040.506", "10203040.506")]
    public void A_number_is_read_exactly(string text, string value)
    {
        AmountText.Parse(Encoding.UTF8.GetBytes(text), exponentAllowed: true, out var amount).ShouldBeNull();
        amount.ToString(CultureInfo.InvariantCulture).ShouldBe(value);
    }

    [Theory]
    [InlineData("007.50", "7.5")]
    [InlineData("12.50", "12.5")]
    [InlineData("-3", "-3")]
    public void A_decimal_string_is_read_exactly(string text, string value)
    {
        AmountText.Parse(Encoding.UTF8.GetBytes(text), exponentAllowed: false, out var amount).ShouldBeNull();
        amount.ToString(CultureInfo.InvariantCulture).ShouldBe(value);
    }
}
