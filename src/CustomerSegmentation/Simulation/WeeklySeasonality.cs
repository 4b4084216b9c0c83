namespace CustomerSegmentation.Simulation;

/// <summary>
/// When in the week people buy. Customers decide on an even clock; this bends it into the calendar, slow at night
/// and fast on weekend evenings. Over whole weeks the two clocks agree, so the rates of the model stay what they are.
/// Times are seconds since a Monday, 00:00 UTC.
/// </summary>
internal static class WeeklySeasonality
{
    public const int SecondsOfWeek = 7 * 24 * 3_600;

    // Chosen to look like a web shop's week; a day's share, then an hour's share within the day.
    private static readonly double[] Days = [1.05, 1.00, 0.98, 1.00, 0.95, 0.92, 1.10];

    private static readonly double[] Hours =
    [
        0.35, 0.20, 0.12, 0.08, 0.08, 0.15, 0.35, 0.65, 0.95, 1.20, 1.35, 1.35,
        1.30, 1.25, 1.20, 1.20, 1.25, 1.35, 1.50, 1.75, 1.95, 1.85, 1.40, 0.80,
    ];

    // The even clock's reading at the start of each hour of the week, and at the week's end.
    private static readonly double[] Even = Accumulate();

    /// <summary>The calendar's reading when the even clock says <paramref name="even"/>.</summary>
    public static double ToCalendar(double even)
    {
        var week = Math.Floor(even / SecondsOfWeek);
        var rest = even - (week * SecondsOfWeek);
        var hour = Array.BinarySearch(Even, rest);
        hour = Math.Min(hour >= 0 ? hour : ~hour - 1, Even.Length - 2);
        var share = (rest - Even[hour]) / (Even[hour + 1] - Even[hour]);
        return (week * SecondsOfWeek) + ((hour + share) * 3_600);
    }

    /// <summary>The even clock's reading at a moment of the calendar: the inverse of <see cref="ToCalendar"/>.</summary>
    public static double ToEven(double calendar)
    {
        var week = Math.Floor(calendar / SecondsOfWeek);
        var rest = calendar - (week * SecondsOfWeek);
        var hour = Math.Min((int)(rest / 3_600), Even.Length - 2);
        var share = (rest / 3_600) - hour;
        return (week * SecondsOfWeek) + Even[hour] + (share * (Even[hour + 1] - Even[hour]));
    }

    private static double[] Accumulate()
    {
        var even = new double[(7 * 24) + 1];
        for (var hour = 0; hour < 7 * 24; hour++)
        {
            even[hour + 1] = even[hour] + (Days[hour / 24] * Hours[hour % 24]);
        }

        var scale = SecondsOfWeek / even[^1];
        for (var i = 0; i < even.Length; i++)
        {
            even[i] *= scale;
        }

        return even;
    }
}
