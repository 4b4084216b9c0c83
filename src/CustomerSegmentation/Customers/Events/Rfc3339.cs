namespace CustomerSegmentation.Customers.Events;

/// <summary>Strict RFC 3339 date-times (section 5.6), read without culture and without allocation.</summary>
public static class Rfc3339
{
    private const int MaxFractionDigits = 7;

    /// <summary>Reads a date-time into UTC.</summary>
    /// <remarks>
    /// The letters T and Z may be small. Of a fraction the first seven digits (100 ns) are kept. A leap second
    /// (23:59:60 in UTC) reads as the second after it, as POSIX clocks count; at any other minute 60 is no second.
    /// The offset -00:00 (local time unknown) reads as UTC.
    /// </remarks>
    /// <param name="text">UTF-8.</param>
    /// <param name="time">The moment, with offset zero.</param>
    /// <returns>What is wrong, as the end of a sentence; null when nothing is.</returns>
    public static string? Parse(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        const string NotATime = "is not a date and time of RFC 3339, such as 2026-11-20T10:15:00Z";
        time = default;
        if (text.Length < 19
            || !Digits(text[..4], out var year) || text[4] != '-' || !Digits(text[5..7], out var month)
            || text[7] != '-' || !Digits(text[8..10], out var day) || (text[10] | 0x20) != 't'
            || !Digits(text[11..13], out var hour) || text[13] != ':' || !Digits(text[14..16], out var minute)
            || text[16] != ':' || !Digits(text[17..19], out var second))
        {
            return NotATime;
        }

        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 60)
        {
            return "names a date or time that does not exist";
        }

        var rest = text[19..];
        if (!TryFraction(ref rest, out var fraction))
        {
            return NotATime;
        }

        if (rest.IsEmpty)
        {
            return "has no offset: end it in Z or in one such as +01:00";
        }

        if (!TryOffset(rest, out var offset))
        {
            return NotATime;
        }

        var ticks = new DateTime(year, month, day, hour, minute, 0, DateTimeKind.Utc).Ticks - (offset * TimeSpan.TicksPerMinute);
        if (second == 60 && (ticks + TimeSpan.TicksPerMinute) % TimeSpan.TicksPerDay != 0)
        {
            return "names a leap second that is not at 23:59:60 UTC";
        }

        ticks += (second * TimeSpan.TicksPerSecond) + fraction;
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks)
        {
            return "lies outside the years 1 to 9999";
        }

        time = new DateTimeOffset(ticks, TimeSpan.Zero);
        return null;
    }

    private static bool TryFraction(ref ReadOnlySpan<byte> rest, out int ticks)
    {
        ticks = 0;
        if (rest.IsEmpty || rest[0] != '.')
        {
            return true;
        }

        var length = rest[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        length = length < 0 ? rest.Length - 1 : length;
        for (var i = 0; i < MaxFractionDigits; i++)
        {
            ticks = (ticks * 10) + (i < length ? rest[1 + i] - '0' : 0);
        }

        rest = rest[(1 + length)..];
        return length > 0;
    }

    private static bool TryOffset(ReadOnlySpan<byte> rest, out int minutes)
    {
        minutes = 0;
        if (rest.Length == 1 && (rest[0] | 0x20) == 'z')
        {
            return true;
        }

        if (rest.Length != 6 || rest[0] is not ((byte)'+' or (byte)'-') || rest[3] != ':'
            || !Digits(rest[1..3], out var hours) || !Digits(rest[4..6], out var past) || hours > 23 || past > 59)
        {
            return false;
        }

        minutes = ((hours * 60) + past) * (rest[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool Digits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            value = (value * 10) + digit - '0';
        }

        return true;
    }
}
