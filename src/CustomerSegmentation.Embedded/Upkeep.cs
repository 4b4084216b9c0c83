using CustomerSegmentation.Embedded.Commits;
using CustomerSegmentation.Embedded.Lanes;
using CustomerSegmentation.Embedded.Models;
using CustomerSegmentation.Embedded.Recovery;
using CustomerSegmentation.Embedded.Telemetry;

namespace CustomerSegmentation.Embedded;

/// <summary>
/// What happens by itself: sweeps for whom time alone has moved, checkpoints when the journal has grown, and, under the
/// wall clock, reviews of the model in force.
/// </summary>
/// <remarks>
/// Under the event clock a sweep in the middle of a stream stays a day of event time behind the newest event:
/// several messages are on the way at once, and time must not pass for a customer whose own event of that time is
/// still among them. When the stream rests, the sweep catches up.
/// </remarks>
internal sealed class Upkeep(
    IReadOnlyList<CustomerLane> lanes,
    Committer committer,
    LanePopulation population,
    RefitReview refits,
    LaneClock clock,
    EmbeddedOptions options,
    TimeProvider time,
    ILogger log) : IDisposable
{
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan EventClockStride = TimeSpan.FromDays(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Checkpointer _checkpointer = new(lanes, committer, clock, options, log);
    private Task _running = Task.CompletedTask;
    private Task _reviewing = Task.CompletedTask;
    private long _sweptTo = long.MinValue;
    private int _eventsSinceTick;

    /// <summary>Complete once everyone has adopted the model in force after a start.</summary>
    public Task Started { get; private set; } = Task.CompletedTask;

    /// <summary>Begins, after <paramref name="first"/>.</summary>
    public void Start(Task first)
    {
        Started = first;
        _running = RunAsync(first);
    }

    /// <summary>Ends the timer, with a last checkpoint so that the next start is quick.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        try
        {
            await refits.StopAsync().WaitAsync(LongestFarewell, TimeProvider.System);
            await _running.WaitAsync(LongestFarewell, TimeProvider.System);
            if (committer.Problem is null && committer.JournalBytes > 0)
            {
                await CheckpointAsync().WaitAsync(LongestFarewell, TimeProvider.System);
            }
        }
        catch (TimeoutException)
        {
            // A checkpoint waits for storage that fails. The journal has everything: the next start replays it.
        }
    }

    /// <summary>Writes what changed to its pages and cuts the journal.</summary>
    public Task CheckpointAsync() => _checkpointer.RunAsync();

    /// <summary>Reviews the model in force if that is due; under the event clock the events see to that.</summary>
    public Task ReviewAsync() =>
        !clock.IsEvent && refits.IsDue(clock.Now) ? refits.ReviewAsync(clock.Now) : Task.CompletedTask;

    /// <summary>Events came in: under the event clock, time may have passed.</summary>
    public void EventsRecorded()
    {
        Volatile.Write(ref _eventsSinceTick, 1);
        if (!clock.IsEvent)
        {
            return;
        }

        var horizon = clock.Now.UtcTicks - EventClockStride.Ticks;
        var swept = Volatile.Read(ref _sweptTo);
        if (horizon - swept >= EventClockStride.Ticks || swept == long.MinValue)
        {
            if (Interlocked.CompareExchange(ref _sweptTo, horizon, swept) == swept)
            {
                Post(new(horizon, TimeSpan.Zero));
            }
        }
    }

    /// <summary>Lets time pass until <paramref name="now"/> for everyone; complete when the lanes have done so.</summary>
    public Task SweepAsync(DateTimeOffset now) => population.SweepAsync(now);

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Dispose();
        _checkpointer.Dispose();
    }

    private void Post(DateTimeOffset moment)
    {
        foreach (var lane in lanes)
        {
            _ = lane.AskAsync(owner => owner.Sweep(moment));
        }
    }

    private async Task RunAsync(Task first)
    {
        try
        {
            await first;
            using var timer = new PeriodicTimer(options.SweepEvery, time);
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                await TickAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The engine stops.
        }
    }

    private async Task TickAsync()
    {
        try
        {
            var resting = Interlocked.Exchange(ref _eventsSinceTick, 0) == 0;

            // While storage fails nothing is swept, so that nothing piles up; the next sweep makes up for it, and
            // crossings keep their exact time.
            if (committer.Problem is null && (!clock.IsEvent || resting))
            {
                await SweepAsync(clock.Now);
            }

            await population.RefreshAsync();

            // A fit takes longer than a sweep may wait; it runs beside, one at a time.
            if (committer.Problem is null && _reviewing.IsCompleted)
            {
                _reviewing = ReviewAsync();
            }

            if (committer.Problem is null && _checkpointer.IsDue)
            {
                await CheckpointAsync();
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.SweepFailed(e);
        }
    }
}
