namespace CustomerSegmentation.EngineContract;

/// <summary>A clock that only a test moves; timers fire while it is being moved, on the moving thread.</summary>
public sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _moving = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = start;
    private TimeSpan _leapt;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_moving)
        {
            return _now + _leapt;
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_moving)
        {
            return _now.UtcTicks;
        }
    }

    /// <summary>Puts the clock forward or back; no time passes.</summary>
    public void Leap(TimeSpan by)
    {
        lock (_moving)
        {
            _leapt += by;
        }
    }

    /// <summary>
    /// Moves time forward to a moment, as if the process had slept until then: every timer that is due fires once.
    /// </summary>
    public void MoveTo(DateTimeOffset moment)
    {
        List<ManualTimer> due;
        lock (_moving)
        {
            _now = moment - _leapt > _now ? moment - _leapt : _now;
            due = [.. _timers.Where(timer => timer.Due <= _now)];
            due.ForEach(timer => timer.Rearm(_now));
        }

        due.ForEach(timer => timer.Fire());
    }

    public void Move(TimeSpan by) => MoveTo(GetUtcNow() + by);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public DateTimeOffset Due { get; private set; } = DateTimeOffset.MaxValue;

        public void Fire() => callback(state);

        public void Rearm(DateTimeOffset now) => Due = _period > TimeSpan.Zero ? now + _period : DateTimeOffset.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._moving)
            {
                _period = period;
                Due = dueTime == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : time._now + dueTime;
                if (!time._timers.Contains(this))
                {
                    time._timers.Add(this);
                }

                return true;
            }
        }

        public void Dispose()
        {
            lock (time._moving)
            {
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
