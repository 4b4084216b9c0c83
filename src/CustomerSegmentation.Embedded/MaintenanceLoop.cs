using CustomerSegmentation.Embedded.Commits;
using CustomerSegmentation.Embedded.Lanes;
using CustomerSegmentation.Embedded.Queries;
using CustomerSegmentation.Embedded.Recovery;
using CustomerSegmentation.Embedded.Telemetry;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Ledger.Sqlite;
using CustomerSegmentation.Models.Retraining;

namespace CustomerSegmentation.Embedded;

/// <summary>
/// What the engine does by itself: sweeps for customers moved by time alone, checkpoints when the journal has grown, the end of an
/// erasure, and, under the wall clock, reviews of the model in force. Reads do not depend on it: they work out what no
/// sweep has recorded yet.
/// </summary>
internal sealed class MaintenanceLoop(
    IReadOnlyList<CustomerLane> lanes,
    Committer committer,
    LedgerReader reader,
    LanePopulation population,
    RefitReview refits,
    EventStream? stream,
    LaneClock clock,
    EmbeddedOptions options,
    CheckedWallClock time,
    ILogger log) : IDisposable
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ScrubPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ProbeAfter = TimeSpan.FromSeconds(10);

    private readonly SweepSchedule _sweeps = new(time);
    private readonly RecordedWallClock _wallClock = new(time, committer, log);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Checkpointer _checkpointer = new(lanes, committer, clock, options, log);
    private Task _running = Task.CompletedTask;
    private Task _reviewing = Task.CompletedTask;
    private long _commitsSeen;
    private DateTimeOffset _commitSeenAt;

    /// <summary>Complete once everyone has adopted the model in force after a start.</summary>
    public Task Started { get; private set; } = Task.CompletedTask;

    /// <summary>Begins, with what a stop may have cut short.</summary>
    public void Start(EngineState state)
    {
        Started = FinishAsync(state);
        _running = RunAsync();
    }

    /// <summary>Ends the timer, with a last checkpoint so that the next start is quick. Never fails.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        try
        {
            await refits.StopAsync().WaitAsync(ShutdownTimeout, TimeProvider.System);
            await _running.WaitAsync(ShutdownTimeout, TimeProvider.System);
            if (committer.Problem is null)
            {
                await _wallClock.KeepAsync(isEnd: true).WaitAsync(ShutdownTimeout, TimeProvider.System);
            }

            if (committer.Problem is null && committer.JournalBytes > 0)
            {
                await CheckpointAsync().WaitAsync(ShutdownTimeout, TimeProvider.System);
            }
        }
        catch (Exception e)
        {
            // The journal has everything: the next start replays it.
            log.CheckpointFailed(e);
        }
    }

    /// <summary>Writes what changed to its pages and cuts the journal.</summary>
    public Task CheckpointAsync() => _checkpointer.RunAsync();

    /// <summary>Reviews the model in force if that is due; under the event clock the events see to that.</summary>
    public Task ReviewAsync() =>
        !clock.IsEvent && time.Problem is null && refits.IsDue(clock.Now) ? refits.ReviewAsync(clock.Now) : Task.CompletedTask;

    /// <summary>Removes what was erased from journal, pages and write-ahead log too.</summary>
    public async Task ScrubAsync()
    {
        var owed = reader.Meta(Erasure.Owed);
        await CheckpointAsync();
        while (!await committer.TruncateLogAsync())
        {
            await Task.Delay(ScrubPause, TimeProvider.System, _stopping.Token);
        }

        if (owed is not null)
        {
            await committer.WriteAsync(writer => writer.Scrubbed(owed));
        }
    }

    /// <summary>Whether somebody was erased of whom there may be traces left in the file.</summary>
    public bool OwesScrub => reader.Meta(Erasure.Owed) is not null;

    /// <summary>Lets time pass until the clock's now for everyone, durably.</summary>
    public Task<long> SweepAsync() => Sweep.AllAsync(lanes, clock.Now);

    /// <summary>Events came in, the oldest from then: under the event clock, time may have passed.</summary>
    public void EventsRecorded(DateTimeOffset oldest)
    {
        if (stream is null)
        {
            _sweeps.EventsCame(oldest);
        }
        else if (stream.SweepAmidEvents() is { } horizon)
        {
            _ = SweepAmidEventsAsync(new(horizon, TimeSpan.Zero));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Dispose();
        _checkpointer.Dispose();
    }

    /// <summary>
    /// Everyone whom the model in force has not assessed yet adopts it, without time passing beyond; and what was
    /// erased is removed from the file.
    /// </summary>
    private async Task FinishAsync(EngineState state)
    {
        if (state.TermsChanged)
        {
            log.TermsChanged();
        }

        await Sweep.AllAsync(lanes, state.Registry.Terms.Publication.At);
        if (state.Erased || OwesScrub)
        {
            await ScrubAsync();
        }
    }

    private async Task RunAsync()
    {
        try
        {
            await Started;
        }
        catch (Exception e)
        {
            log.ReassignmentFailed(e);
        }

        using var timer = new PeriodicTimer(options.SweepEvery, time);
        try
        {
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

    private DateTimeOffset? SweepsUntil() =>
        stream is null ? _sweeps.IsTimeToSweep() ? clock.Now : null
        : stream.SweepIdle() is { } horizon ? new(horizon, TimeSpan.Zero)
        : null;

    private async Task TickAsync()
    {
        try
        {
            // While storage fails nothing is swept, so that nothing piles up; the next sweep makes up for it, and
            // crossings keep their exact time.
            if (committer.Problem is null && SweepsUntil() is { } moment)
            {
                await Sweep.AllAsync(lanes, moment);
            }

            await population.RefreshAsync(clock.Now);
            await ProbeAsync();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.SweepFailed(e);
            stream?.SweepAgain();
        }

        await _wallClock.CheckAsync();

        // A fit takes longer than a sweep may wait; it runs beside, one at a time.
        if (committer.Problem is null && _reviewing.IsCompleted)
        {
            _reviewing = ReviewAsync();
        }

        try
        {
            if (committer.Problem is null && _checkpointer.IsDue)
            {
                await CheckpointAsync();
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.CheckpointFailed(e);
        }
    }

    private async Task SweepAmidEventsAsync(DateTimeOffset horizon)
    {
        try
        {
            await Sweep.AllAsync(lanes, horizon);
        }
        catch (Exception e)
        {
            log.SweepFailed(e);
            stream?.SweepAgain();
        }
    }

    /// <summary>Writes something now and then when nothing else is: an idle engine must notice a dead disk too.</summary>
    private async Task ProbeAsync()
    {
        var now = time.GetUtcNow();
        if (committer.Commits != _commitsSeen)
        {
            (_commitsSeen, _commitSeenAt) = (committer.Commits, now);
        }
        else if (committer.Problem is null && now - _commitSeenAt >= ProbeAfter)
        {
            await committer.WriteAsync(writer => writer.SetMeta(LaneMarkers.Probed, now.ToString("O")));
        }
    }
}
