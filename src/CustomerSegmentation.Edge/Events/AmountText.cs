namespace CustomerSegmentation.Edge.Events;

/// <summary>
/// Amounts, read exactly: a decimal parser would round digits away before anybody could refuse them.
/// </summary>
internal static class AmountText
{
    /// <summary>The most digits before the point.</summary>
    public const int WholeDigits = 15;

    /// <summary>The most digits after the point.</summary>
    public const int FractionDigits = 4;

    /// <summary>Reads an amount. Zeros that change nothing (before 007, after 5.00000) do not count as digits.</summary>
    /// <param name="text">UTF-8: digits, with a sign, a fraction and, in a JSON number, an exponent.</param>
    /// <param name="exponentAllowed">
    /// JSON numbers may have one, and then the value counts: 5.99E1 is 59.9, 1e30 has too many digits. A decimal
    /// string may not.
    /// </param>
    /// <param name="amount">The value.</param>
    /// <returns>What is wrong, as the end of a sentence; null when nothing is.</returns>
    public static string? Parse(ReadOnlySpan<byte> text, bool exponentAllowed, out decimal amount)
    {
        const string NotAnAmount = "is not a decimal number such as 59.90";
        amount = 0;
        var negative = !text.IsEmpty && text[0] == '-';
        text = text[(negative ? 1 : 0)..];
        var exponentAt = text.IndexOfAny((byte)'e', (byte)'E');
        var exponent = 0;
        if (exponentAt >= 0)
        {
            if (!exponentAllowed || !TryExponent(text[(exponentAt + 1)..], out exponent))
            {
                return NotAnAmount;
            }

            text = text[..exponentAt];
        }

        var point = text.IndexOf((byte)'.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? default : text[(point + 1)..];
        if (!AreDigits(whole) || (point >= 0 && !AreDigits(fraction)))
        {
            return NotAnAmount;
        }

        // The value is mantissa · 10^(−scale), the mantissa ending in a digit other than zero.
        var (mantissa, digits, scale) = (0UL, 0, 0);
        var zeros = 0;
        for (var i = 0; i < whole.Length + fraction.Length; i++)
        {
            var digit = (i < whole.Length ? whole[i] : fraction[i - whole.Length]) - '0';
            if (digit == 0)
            {
                zeros++;
                continue;
            }

            digits = digits == 0 ? 1 : digits + zeros + 1;
            if (digits > WholeDigits + FractionDigits)
            {
                return TooManyDigits;
            }

            for (; zeros > 0 && mantissa > 0; zeros--)
            {
                mantissa *= 10;
            }

            zeros = 0;
            mantissa = (mantissa * 10) + (ulong)digit;
            scale = i + 1 - whole.Length;
        }

        if (mantissa == 0)
        {
            return null;
        }

        scale -= exponent;
        if (scale > FractionDigits || digits - scale > WholeDigits)
        {
            return TooManyDigits;
        }

        for (; scale < 0; scale++)
        {
            mantissa *= 10;
        }

        amount = new decimal((int)mantissa, (int)(mantissa >> 32), 0, negative, (byte)scale);
        return null;
    }

    private static string TooManyDigits { get; } =
        $"has more than {WholeDigits} digits before or {FractionDigits} after the point";

    private static bool AreDigits(ReadOnlySpan<byte> text) =>
        !text.IsEmpty && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    /// <summary>An exponent too large to hold reads as one that is certainly too large for an amount.</summary>
    private static bool TryExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        const int FarTooLarge = 1_000_000_000;
        exponent = 0;
        var negative = !text.IsEmpty && text[0] == '-';
        var digits = text[(!text.IsEmpty && text[0] is (byte)'-' or (byte)'+' ? 1 : 0)..];
        if (!AreDigits(digits))
        {
            return false;
        }

        foreach (var digit in digits)
        {
            exponent = exponent >= FarTooLarge / 10 ? FarTooLarge : (exponent * 10) + digit - '0';
        }

        exponent = negative ? -exponent : exponent;
        return true;
    }
}
