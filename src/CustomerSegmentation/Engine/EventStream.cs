namespace CustomerSegmentation.Engine;

/// <summary>
/// The events that are on their way to their customers under the event clock, and how far time may pass: for nobody beyond an event that
/// was let in and is not recorded yet (a low watermark). So a replay writes the same record however it is cut and however busy the
/// machine is. Any thread.
/// </summary>
/// <param name="now">The newest event recorded.</param>
public sealed class EventStream(Func<DateTimeOffset> now) : IDisposable
{
    /// <summary>A sweep in the middle of a stream costs as much as one that comes alone: one for each day that passes is enough.</summary>
    private static readonly long SweepEvery = TimeSpan.FromDays(1).Ticks;

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Dictionary<EventCall, Visit> _inside = [];
    private TaskCompletionSource? _opened;  // while nobody is let in
    private TaskCompletionSource? _drained; // while somebody waits until nobody is inside
    private long _newest; // of those inside
    private long _swept = long.MinValue;
    private bool _cameSinceTick;
    private bool _cameSinceSweep;

    /// <summary>How far time may pass for everyone (UTC ticks).</summary>
    public long Watermark
    {
        get
        {
            lock (_lock)
            {
                return Settled();
            }
        }
    }

    /// <summary>
    /// Lets the events of a call in. The engine's now as it will be when all that were let in before are recorded: a call comes behind those.
    /// Asked again for a call that is inside, it answers the same.
    /// </summary>
    /// <param name="call">Which; until <see cref="Leave"/>.</param>
    /// <param name="oldest">When the oldest of its events occurred.</param>
    /// <param name="newest">When the newest of them occurred.</param>
    /// <param name="cancellation">Of whoever waits.</param>
    public async ValueTask<DateTimeOffset> EnterAsync(
        EventCall call, DateTimeOffset oldest, DateTimeOffset newest, CancellationToken cancellation)
    {
        while (true)
        {
            Task opened;
            lock (_lock)
            {
                if (_inside.TryGetValue(call, out var known))
                {
                    return new(known.Before, TimeSpan.Zero);
                }

                if (_opened is null)
                {
                    var before = Math.Max(now().UtcTicks, _newest);
                    _inside.Add(call, new(oldest.UtcTicks, newest.UtcTicks, before));
                    _newest = Math.Max(_newest, newest.UtcTicks);
                    (_cameSinceTick, _cameSinceSweep) = (true, true);
                    return new(before, TimeSpan.Zero);
                }

                opened = _opened.Task;
            }

            await opened.WaitAsync(cancellation);
        }
    }

    /// <summary>All events of a call are recorded, or never will be. Calls that are not inside are passed over.</summary>
    public void Leave(EventCall call)
    {
        lock (_lock)
        {
            if (!_inside.Remove(call, out var visit))
            {
                return;
            }

            if (visit.Newest == _newest)
            {
                // What was refused of it was never there; what was recorded is in the engine's now.
                _newest = _inside.Count == 0 ? 0 : _inside.Values.Max(other => other.Newest);
            }

            if (_inside.Count == 0)
            {
                _drained?.TrySetResult();
            }
        }
    }

    /// <summary>Forgets the calls of a sender that is gone: they will come again, from elsewhere.</summary>
    public void Forget(long sender)
    {
        EventCall[] gone;
        lock (_lock)
        {
            gone = [.. _inside.Keys.Where(call => call.Sender == sender)];
        }

        foreach (var call in gone)
        {
            Leave(call);
        }
    }

    /// <summary>Does something between two events: all that were let in are recorded, and no other is let in until it is done.</summary>
    public async Task<T> BetweenEventsAsync<T>(Func<Task<T>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        await _one.WaitAsync();
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await Closed(opened);
            return await work();
        }
        finally
        {
            lock (_lock)
            {
                (_opened, _drained) = (null, null);
            }

            opened.SetResult();
            _one.Release();
        }
    }

    /// <summary>Events were recorded: how far to sweep now (UTC ticks), null for not at all.</summary>
    public long? SweepAmidEvents()
    {
        lock (_lock)
        {
            if (_swept != long.MinValue && now().UtcTicks - _swept < SweepEvery)
            {
                return null;
            }

            var settled = Settled();
            return _swept == long.MinValue || settled - _swept >= SweepEvery ? Sweep(settled) : null;
        }
    }

    /// <summary>A timer has come round: how far to sweep since the stream is idle (UTC ticks), null while it is not, or has been swept.</summary>
    public long? SweepIdle()
    {
        lock (_lock)
        {
            var idle = !_cameSinceTick && _inside.Count == 0;
            _cameSinceTick = false;
            return idle && (_cameSinceSweep || _swept < now().UtcTicks) ? Sweep(now().UtcTicks) : null;
        }
    }

    /// <summary>A sweep has failed: the next idle moment makes up for it.</summary>
    public void SweepAgain()
    {
        lock (_lock)
        {
            _cameSinceSweep = true;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private Task Closed(TaskCompletionSource opened)
    {
        lock (_lock)
        {
            _opened = opened;
            if (_inside.Count == 0)
            {
                return Task.CompletedTask;
            }

            _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _drained.Task;
        }
    }

    private long Sweep(long until)
    {
        _cameSinceSweep = _inside.Count > 0;
        return _swept = until;
    }

    private long Settled()
    {
        var settled = now().UtcTicks;
        foreach (var visit in _inside.Values)
        {
            settled = Math.Min(settled, visit.Oldest);
        }

        return settled;
    }

    /// <summary>What is known of a call inside; UTC ticks.</summary>
    /// <param name="Oldest">When the oldest of its events occurred.</param>
    /// <param name="Newest">When the newest of them occurred.</param>
    /// <param name="Before">The engine's now that it was told.</param>
    private readonly record struct Visit(long Oldest, long Newest, long Before);
}

/// <summary>A call that brings events.</summary>
/// <param name="Sender">Names the process that lets them in.</param>
/// <param name="Number">Which of its calls.</param>
public readonly record struct EventCall(long Sender, long Number);
