using System.Buffers;
using System.Globalization;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Packing;

namespace CustomerSegmentation.Tests.Customers;

/// <summary>
/// Amounts lie in files for years: their bytes are those of ten-thousandths, zigzag and LEB128, worked out here by integers of any
/// length in Python.
/// </summary>
public class PackedMoneyTests
{
    [Theory]
    [InlineData("0", "00")]
    [InlineData("-0.0001", "01")]
    [InlineData("10.000000", "c09a0c")]
    [InlineData("55.5", "f0df43")]
    [InlineData("-12.34", "8f880f")]
    [InlineData("922337203685.4776", "f0cf9adef4a6e220")]
    [InlineData("461168601842738.7903", "feffffffffffffff7f")]
    [InlineData("461168601842738.7904", "80808080808080808001")]
    [InlineData("922337203685477.5807", "feffffffffffffffff01")]
    [InlineData("922337203685477.5808", "80808080808080808002")]
    [InlineData("1000000000000000000000", "808080a089d28094acd4ac8401")]
    [InlineData("-1000000000000000000000", "ffffff9f89d28094acd4ac8401")]
    public void An_amount_is_these_bytes_and_comes_back(string amount, string bytes)
    {
        var value = decimal.Parse(amount, CultureInfo.InvariantCulture);
        var output = new ArrayBufferWriter<byte>();

        new PackedWriter(output).Money(value);

        Convert.ToHexStringLower(output.WrittenSpan).ShouldBe(bytes);
        new PackedReader(output.WrittenSpan).Money().ShouldBe(value);
    }

    [Theory]
    [InlineData("ffffffffff7f")] // a count beyond an int
    [InlineData("05")] // of five bytes, of which there are none
    public void A_count_that_cannot_be_is_bad_data(string bytes) =>
        Should.Throw<InvalidDataException>(() => new PackedReader(Convert.FromHexString(bytes)).Text());
}
