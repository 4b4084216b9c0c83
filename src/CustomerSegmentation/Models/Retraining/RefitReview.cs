using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Models.Retraining;

/// <summary>Reviews the model in force when it is time, and has it refitted where the calendar or drift asks for it.</summary>
/// <remarks>
/// Under the event clock time passes with the events: what is due before an event is looked at between the events before it and
/// that one. So a replay in the order of time refits at the same moments, on the same customers, as a live engine. Events wait
/// for a fit only if it may be published at once; otherwise it is made beside the stream, of the customers of its moment.
/// Under the wall clock reviews that were missed, because nothing ran, are made up for by one.
/// </remarks>
/// <param name="retraining">Fits where a review asks for it.</param>
/// <param name="models">Tells which model is in force.</param>
/// <param name="population">Whom it is held against.</param>
/// <param name="options">When to review, and what for.</param>
/// <param name="clock">Which clock the engine goes by.</param>
/// <param name="keep">Keeps the state on record; complete once it is durable.</param>
/// <param name="watch">Hears of drift, and of reviews that broke.</param>
public sealed partial class RefitReview(
    Retraining retraining,
    IModels models,
    IPopulation population,
    RefitOptions options,
    EngineClock clock,
    Func<RefitState, Task> keep,
    IRetrainingObserver watch) : IDisposable
{
    private readonly RefitCalendar _calendar = new(options);
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private RefitState _state = RefitState.New;
    private long _next = long.MaxValue;

    /// <summary>Begins where the last start ended; a new engine under the event clock begins with its first event.</summary>
    /// <param name="state">As it was kept; null for none.</param>
    /// <param name="now">By the engine's clock.</param>
    public void Resume(RefitState? state, DateTimeOffset now)
    {
        if (_calendar.IsOpen)
        {
            // Under the event clock, whatever was due by the newest event was done before that event was recorded.
            _state = IsEventClock
                ? (state ?? RefitState.New).Through(now > DateTimeOffset.UnixEpoch ? now : null)
                : state ?? RefitState.New.Through(now);
            _next = _state.ReviewedThrough is { } reviewed ? NextAfter(reviewed) : long.MinValue;
        }
    }

    /// <summary>Whether a review is due by a moment.</summary>
    public bool IsDue(DateTimeOffset moment) => moment.UtcTicks >= Volatile.Read(ref _next);

    /// <summary>
    /// Under the event clock: does the reviews that are due before an event, and says how many events from it on may
    /// be let in before the next one. None if the engine stops before a review is done.
    /// </summary>
    /// <param name="stream">What the events are let into.</param>
    /// <param name="occurredAt">When each event, by its index, occurred that is about to be let in.</param>
    /// <param name="from">Index of the first that is not let in yet.</param>
    /// <param name="count">How many from it on are at hand, 1 or more.</param>
    /// <param name="wallNow">The time on the wall.</param>
    /// <param name="cancellation">Of whoever waits; a review goes on without them.</param>
    public async ValueTask<int> MakeWayAsync(
        EventStream stream,
        Func<int, DateTimeOffset> occurredAt,
        int from,
        int count,
        DateTimeOffset wallNow,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(occurredAt);
        if (!IsEventClock || !_calendar.IsOpen)
        {
            return count;
        }

        // An event from the future will be refused; it must not drag the calendar along.
        var credible = wallNow + EventValidator.ClockTolerance;
        if (!HasWork)
        {
            if (Newest(occurredAt, from, count, credible) is { } newest && IsDue(newest))
            {
                await PassOverAsync(newest).WaitAsync(cancellation);
            }

            return count;
        }

        var first = occurredAt(from);
        if (IsDue(first) && first <= credible)
        {
            await stream.BetweenEventsAsync(async () =>
            {
                await ReviewAsync(first);
                return true;
            }).WaitAsync(cancellation);
            if (IsDue(first) && _stopping.IsCancellationRequested)
            {
                return 0;
            }
        }

        for (var i = 1; i < count; i++)
        {
            if (IsDue(occurredAt(from + i)) && occurredAt(from + i) <= credible)
            {
                return i;
            }
        }

        return count;
    }

    /// <summary>Does the reviews that are due by a moment, one after the other. Never throws.</summary>
    public async Task ReviewAsync(DateTimeOffset until)
    {
        await _one.WaitAsync();
        try
        {
            if (_next == long.MinValue)
            {
                Advance(_state.Through(until)); // the first event there is
            }

            while (IsDue(until) && !_stopping.IsCancellationRequested)
            {
                var due = new DateTimeOffset(_next, TimeSpan.Zero);
                var through = IsEventClock ? due : until;
                var scheduled = _calendar.LastScheduled(due.AddTicks(-1), through) is not null;
                var before = models.LastFit;
                var done = (await ReviewAsync(scheduled, through)).Through(through);
                Advance(done);
                if (!IsEventClock || (!IsBeside && models.LastFit != before))
                {
                    await keep(done);
                }
            }
        }
        catch (Exception e)
        {
            watch.ReviewFailed(e);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Gives up fits that are under way, and waits until they have ended.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _one.WaitAsync();
        _one.Release();
        await _proposing;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Dispose();
        _one.Dispose();
    }

    private bool IsEventClock => clock == EngineClock.Event;

    /// <summary>Whether a review can lead to anything: without a schedule and a fit to drift away from it cannot.</summary>
    private bool HasWork => options.Every is not null || models.Registry.InForce.Profile is not null;

    /// <summary>The newest event that is not later than a moment.</summary>
    private static DateTimeOffset? Newest(Func<int, DateTimeOffset> occurredAt, int from, int count, DateTimeOffset until)
    {
        DateTimeOffset? newest = null;
        for (var i = from; i < from + count; i++)
        {
            var at = occurredAt(i);
            newest = at <= until && !(at < newest) ? at : newest;
        }

        return newest;
    }

    /// <summary>Lets the reviews up to a moment go by.</summary>
    private async Task PassOverAsync(DateTimeOffset until)
    {
        await _one.WaitAsync();
        try
        {
            if (IsDue(until))
            {
                Advance(_state.Through(until));
            }
        }
        finally
        {
            _one.Release();
        }
    }

    private void Advance(RefitState state)
    {
        _state = state;
        Volatile.Write(ref _next, NextAfter(state.ReviewedThrough!.Value));
    }

    private long NextAfter(DateTimeOffset moment) => _calendar.Next(moment)?.UtcTicks ?? long.MaxValue;
}
