using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Embedded.Lanes;

/// <summary>The engine's now: the wall's, or the newest event time. Shared by the lanes.</summary>
internal sealed class LaneClock(EngineClock kind, CheckedWallClock time)
{
    private long _newest = DateTimeOffset.UnixEpoch.UtcTicks;

    public EngineClock Kind => kind;

    public bool IsEvent => kind == EngineClock.Event;

    public DateTimeOffset Now => IsEvent ? new(Volatile.Read(ref _newest), TimeSpan.Zero) : time.GetUtcNow();

    /// <summary>Under the event clock, an event of this moment (UTC ticks) was recorded.</summary>
    public void Raise(long ticks)
    {
        var seen = Volatile.Read(ref _newest);
        while (ticks > seen)
        {
            var was = Interlocked.CompareExchange(ref _newest, ticks, seen);
            if (was == seen)
            {
                return;
            }

            seen = was;
        }
    }
}
