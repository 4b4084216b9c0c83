namespace CustomerSegmentation.Simulation;

/// <summary>
/// Logarithm and exponential from nothing but additions, multiplications and divisions, which IEEE 754 fixes to the
/// last bit. Those of <see cref="Math"/> come from each platform's C library and differ in the last place, enough
/// to make two machines disagree about a simulated year.
/// </summary>
internal static class PortableMath
{
    private const double Ln2 = 0.693147180559945309417232121458;

    /// <summary>Natural logarithm of a positive, finite, normal number; relative error below 1e-15.</summary>
    public static double Log(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)(bits >> 52) - 1023;
        var mantissa = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFFL) | 0x3FF0000000000000L);
        if (mantissa > 1.4142135623730951)
        {
            mantissa *= 0.5;
            exponent++;
        }

        // ln m = 2 artanh s with s = (m − 1)/(m + 1), |s| < 0.172: nine terms of its series reach 1e-16.
        var s = (mantissa - 1) / (mantissa + 1);
        var q = s * s;
        var series = 1.0 + (q * ((1.0 / 3) + (q * ((1.0 / 5) + (q * ((1.0 / 7) + (q * ((1.0 / 9) + (q * ((1.0 / 11)
            + (q * ((1.0 / 13) + (q * ((1.0 / 15) + (q * ((1.0 / 17) + (q * (1.0 / 19))))))))))))))))));
        return (exponent * Ln2) + (2 * s * series);
    }

    /// <summary>e to the power of <paramref name="x"/>, for −700 to 700; relative error below 1e-13.</summary>
    public static double Exp(double x)
    {
        var n = Math.Floor((x / Ln2) + 0.5);
        var r = x - (n * Ln2);
        var sum = 1.0;
        for (var k = 14; k >= 1; k--)
        {
            sum = 1 + (sum * r / k);
        }

        return sum * BitConverter.Int64BitsToDouble(((long)n + 1023) << 52);
    }
}
