using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;

namespace CustomerSegmentation.Silo;

/// <summary>
/// The engine's now in this silo: the wall's, or the newest event that this silo has heard of. Another silo may be a moment
/// ahead: under the event clock what passes from silo to silo carries its time along.
/// </summary>
internal sealed class SiloClock(EngineClock kind, CheckedWallClock time)
{
    private long _marks;
    private long _newest = DateTimeOffset.UnixEpoch.UtcTicks;

    /// <summary>Which clock it is.</summary>
    public EngineClock Kind => kind;

    /// <summary>Whether now is the newest event.</summary>
    public bool IsEvent => kind == EngineClock.Event;

    /// <summary>The engine's now.</summary>
    public DateTimeOffset Now => IsEvent ? new(Volatile.Read(ref _newest), TimeSpan.Zero) : WallNow;

    /// <summary>The time on the wall, or what it should be.</summary>
    public DateTimeOffset WallNow => Wall.GetUtcNow();

    /// <summary>The wall clock of this silo.</summary>
    public CheckedWallClock Wall => time;

    /// <summary>An event of this moment (UTC ticks) was recorded.</summary>
    public void Raise(long moment)
    {
        var seen = Volatile.Read(ref _newest);
        while (moment > seen)
        {
            var was = Interlocked.CompareExchange(ref _newest, moment, seen);
            if (was == seen)
            {
                return;
            }

            seen = was;
        }
    }

    /// <summary>Under the event clock, keeps it on record: a restart goes on from there.</summary>
    public void Keep(LedgerWriter writer)
    {
        if (IsEvent)
        {
            writer.RaiseMeta(Markers.Clock, Now.UtcTicks);
        }
    }

    /// <summary>A version of a customer's state that comes after another one; versions grow beyond an erasure too.</summary>
    public long VersionAfter(long version) => Math.Max(version + 1, WallNow.UtcTicks);

    /// <summary>Tells one erasure from the next.</summary>
    public string NewMark() => $"{WallNow.UtcTicks}-{Interlocked.Increment(ref _marks)}";

    /// <summary>When to sweep under the wall clock.</summary>
    public SweepSchedule NewSweepSchedule() => new(Wall);
}
