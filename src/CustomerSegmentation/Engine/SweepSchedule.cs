namespace CustomerSegmentation.Engine;

/// <summary>
/// When to sweep. Exact moments do not depend on it, but what is believed does: time must not pass on record for a
/// customer whose own events of that time are still streaming in.
/// </summary>
/// <remarks>
/// Under the event clock a sweep in the middle of a stream stays a day of event time behind the newest event, as
/// several messages are on the way at once; when the stream is idle, it catches up. Under the wall clock it waits while
/// history streams in, that is events older than a day, at most ten minutes.
/// </remarks>
/// <param name="clock">Which clock the engine goes by.</param>
/// <param name="now">The engine's now by that clock. Any thread.</param>
/// <param name="time">The time on the wall.</param>
public sealed class SweepSchedule(EngineClock clock, Func<DateTimeOffset> now, TimeProvider time)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(10);

    private long _sweptTo = long.MinValue;
    private int _eventsCame;
    private int _historyCame;
    private DateTimeOffset? _waitingSince;

    /// <summary>Events came in, the oldest from then; how far to sweep now, null for not at all.</summary>
    public DateTimeOffset? SweepAmidEvents(DateTimeOffset oldest)
    {
        Volatile.Write(ref _eventsCame, 1);
        if (clock == EngineClock.Wall)
        {
            if (now() - oldest > Day)
            {
                Volatile.Write(ref _historyCame, 1);
            }

            return null;
        }

        var horizon = now().UtcTicks - Day.Ticks;
        var swept = Volatile.Read(ref _sweptTo);
        return (swept == long.MinValue || horizon - swept >= Day.Ticks)
            && Interlocked.CompareExchange(ref _sweptTo, horizon, swept) == swept
                ? new(horizon, TimeSpan.Zero)
                : null;
    }

    /// <summary>The timer has come round: whether to sweep until now.</summary>
    public bool SweepPacked()
    {
        var streaming = Interlocked.Exchange(ref _eventsCame, 0) == 1;
        var history = Interlocked.Exchange(ref _historyCame, 0) == 1;
        if (clock == EngineClock.Event)
        {
            return !streaming;
        }

        if (!history)
        {
            _waitingSince = null;
            return true;
        }

        var wallNow = time.GetUtcNow();
        _waitingSince ??= wallNow;
        return wallNow - _waitingSince >= MaxWait;
    }
}
