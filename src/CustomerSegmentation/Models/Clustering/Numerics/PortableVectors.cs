using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CustomerSegmentation.Models.Clustering.Numerics;

/// <summary>
/// Exponential and logarithm, eight at a time, from nothing but operations that IEEE 754 fixes to the last bit. Those of
/// <see cref="Vector512"/> multiply and add with or without rounding in between, as the code that happens to run was
/// compiled: the same fit could end in another last bit while a process warms up.
/// </summary>
internal static class PortableVectors
{
    private const double Log2E = 1.4426950408889634, Ln2 = 0.69314718055994531;

    /// <summary>ln 2 in two parts; the first has so few bits that its product with an exponent is exact.</summary>
    private const double Ln2High = 0.693147180369123816490, Ln2Low = 1.90821492927058770002e-10;

    /// <summary>Adding it leaves a number's nearest integer in the lowest bits of the sum.</summary>
    private const double Shift = 6755399441055744;

    /// <summary>e⁻⁷⁰⁸ is the last power that is a normal number.</summary>
    private const double Least = -708;

    private const long MantissaBits = 0xFFFFFFFFFFFFF, One = 0x3FF0000000000000;

    /// <summary>1/n!, from n = 13 down to 0: on ±ln 2 / 2 what is left out is below 2⁻⁵⁷.</summary>
    private static readonly double[] ExpTerms = Factorials();

    /// <summary>2/(2n + 1), from n = 10 down to 0.</summary>
    private static readonly double[] LogTerms = [.. Enumerable.Range(0, 11).Reverse().Select(n => 2.0 / ((2 * n) + 1))];

    /// <summary>
    /// e to the power of what is 0 or less, with a relative error below 2⁻⁵¹; 0 below −708. Not a number stays none.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Exp(Vector512<double> x)
    {
        // x = n ln 2 + r, and the power is 2ⁿ times that of the small remainder.
        var shifted = Vector512.FusedMultiplyAdd(x, Vector512.Create(Log2E), Vector512.Create(Shift));
        var n = shifted - Vector512.Create(Shift);
        var r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-Ln2High), x);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-Ln2Low), r);
        var scale = ((shifted.AsInt64() << 52) + Vector512.Create(One)).AsDouble();
        var power = Polynomial(ExpTerms, r) * scale;
        return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(Least)), Vector512<double>.Zero, power);
    }

    /// <summary>
    /// Natural logarithm of normal numbers of 1 or more, with an error below 2⁻⁵¹ of the larger of itself and 1. Not a
    /// number stays none.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Log(Vector512<double> x)
    {
        // x = 2ᵉ m with m around 1, and ln m = 2 artanh s with s = (m − 1)/(m + 1), |s| < 0.172.
        var bits = x.AsInt64();
        var m = ((bits & Vector512.Create(MantissaBits)) | Vector512.Create(One)).AsDouble();
        var e = Vector512.ConvertToDouble(Vector512.ShiftRightArithmetic(bits, 52) - Vector512.Create(1023L));
        var large = Vector512.GreaterThan(m, Vector512.Create(1.4142135623730951));
        m = Vector512.ConditionalSelect(large, m * 0.5, m);
        e = Vector512.ConditionalSelect(large, e + Vector512<double>.One, e);
        var s = (m - Vector512<double>.One) / (m + Vector512<double>.One);
        var log = Vector512.FusedMultiplyAdd(e, Vector512.Create(Ln2), s * Polynomial(LogTerms, s * s));
        return Vector512.ConditionalSelect(Vector512.Equals(x, x), log, x);
    }

    /// <summary>By Horner's rule, from the highest power down.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Polynomial(double[] terms, Vector512<double> x)
    {
        var sum = Vector512.Create(terms[0]);
        for (var i = 1; i < terms.Length; i++)
        {
            sum = Vector512.FusedMultiplyAdd(sum, x, Vector512.Create(terms[i]));
        }

        return sum;
    }

    private static double[] Factorials()
    {
        var terms = new double[14];
        double factorial = 1;
        for (var n = 0; n < terms.Length; n++)
        {
            factorial *= Math.Max(1, n);
            terms[^(n + 1)] = 1 / factorial;
        }

        return terms;
    }
}
