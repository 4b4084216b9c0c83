namespace CustomerSegmentation.Engine;

/// <summary>
/// When to sweep under the wall clock. Exact moments do not depend on it, but what is believed does: time must not pass on record for a
/// customer whose own events of that time are still streaming in. So while history streams in, that is events older than a day,
/// sweeps wait, at most ten minutes. Under the event clock <see cref="EventStream"/> says when.
/// </summary>
/// <param name="time">The time on the wall. While it is in doubt nothing is swept.</param>
public sealed class SweepSchedule(CheckedWallClock time)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(10);

    private int _historyCame;
    private DateTimeOffset? _waitingSince;

    /// <summary>Events came in, the oldest from then.</summary>
    public void EventsCame(DateTimeOffset oldest)
    {
        if (time.GetUtcNow() - oldest > Day)
        {
            Volatile.Write(ref _historyCame, 1);
        }
    }

    /// <summary>A timer has come round: whether to sweep until now.</summary>
    public bool IsTimeToSweep()
    {
        if (time.Problem is not null)
        {
            return false;
        }

        if (Interlocked.Exchange(ref _historyCame, 0) == 0)
        {
            _waitingSince = null;
            return true;
        }

        var wallNow = time.GetUtcNow();
        _waitingSince ??= wallNow;
        return wallNow - _waitingSince >= MaxWait;
    }
}
