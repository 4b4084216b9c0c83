namespace CustomerSegmentation.Migrations;

/// <summary>How long a step of a report over time is. Edges are those of the calendar, in UTC.</summary>
public enum Bucket
{
    /// <summary>From full hour to full hour.</summary>
    Hour,

    /// <summary>From midnight to midnight.</summary>
    Day,

    /// <summary>From Monday to Monday, as ISO 8601 counts weeks.</summary>
    Week,

    /// <summary>From the first to the first.</summary>
    Month,
}

/// <summary>
/// The steps of the time after one moment and until another, this one included. What happens exactly at the end counts in the
/// last step, so that no step begins where the report ends.
/// </summary>
internal sealed class Timeline
{
    private readonly Bucket _bucket;
    private readonly long _after;
    private readonly long _through;
    private long _start;
    private long _next;

    public Timeline(Bucket bucket, DateTimeOffset after, DateTimeOffset through)
    {
        _bucket = bucket;
        _after = after.UtcTicks;
        _through = through.UtcTicks;
    }

    public bool Contains(long moment) => moment > _after && moment <= _through;

    /// <summary>Start of the step in which a moment counts.</summary>
    public long StepOf(long moment)
    {
        moment = Math.Min(moment, Math.Max(_through - 1, _after));
        if (moment < _start || moment >= _next)
        {
            // Moments come in clusters: the last answer is mostly the next one.
            _start = StartOf(_bucket, moment);
            _next = NextAfter(_bucket, _start);
        }

        return _start;
    }

    /// <summary>The start of every step; the first may lie before the report's first moment.</summary>
    public IEnumerable<long> Steps()
    {
        for (var start = StartOf(_bucket, _after); start < _through; start = NextAfter(_bucket, start))
        {
            yield return start;
        }
    }

    private static long StartOf(Bucket bucket, long moment) => bucket switch
    {
        Bucket.Hour => moment - (moment % TimeSpan.TicksPerHour),
        Bucket.Day => moment - (moment % TimeSpan.TicksPerDay),
        Bucket.Week => moment - (moment % (7 * TimeSpan.TicksPerDay)), // 1 January of the year 1 was a Monday
        _ => FirstOfMonth(new(moment, DateTimeKind.Utc)),
    };

    private static long FirstOfMonth(DateTime day) => new DateTime(day.Year, day.Month, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    private static long NextAfter(Bucket bucket, long start) => bucket switch
    {
        Bucket.Hour => start + TimeSpan.TicksPerHour,
        Bucket.Day => start + TimeSpan.TicksPerDay,
        Bucket.Week => start + (7 * TimeSpan.TicksPerDay),
        _ when start >= FirstOfMonth(DateTime.MaxValue) => long.MaxValue,
        _ => new DateTime(start, DateTimeKind.Utc).AddMonths(1).Ticks,
    };
}
