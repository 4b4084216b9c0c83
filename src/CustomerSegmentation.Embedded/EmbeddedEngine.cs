using System.Diagnostics;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Embedded.Commits;
using CustomerSegmentation.Embedded.Lanes;
using CustomerSegmentation.Embedded.Models;
using CustomerSegmentation.Embedded.Outbound;
using CustomerSegmentation.Embedded.Queries;
using CustomerSegmentation.Embedded.Recovery;
using CustomerSegmentation.Embedded.Telemetry;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Ledger.Sqlite;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Retraining;

namespace CustomerSegmentation.Embedded;

/// <summary>
/// The engine in one process: events enter through the ingest gate, lanes own the customers, and one committer makes what they
/// did durable in one SQLite file.
/// </summary>
internal sealed partial class EmbeddedEngine : ISegmentationEngine, IAsyncDisposable
{
    private readonly EngineFile _file;
    private readonly EngineMetrics _metrics = new();
    private readonly SegmentOrdinals _ordinals = new();
    private readonly CheckedWallClock _wall;
    private readonly LaneClock _clock;
    private readonly EventStream? _stream; // under the event clock
    private readonly LaneRoute _route;
    private readonly Committer _committer;
    private readonly CustomerLane[] _lanes;
    private readonly ModelPublisher _models;
    private readonly LanePopulation _population;
    private readonly LaneForecasts _forecasts;
    private readonly LaneHistories _histories;
    private readonly Retraining _retraining;
    private readonly RefitReview _refits;
    private readonly MaintenanceLoop _maintenance;
    private readonly IngestGate _ingestGate;
    private readonly ILogger _log;
    private int _disposed;

    private EmbeddedEngine(EngineOptions engine, EmbeddedOptions options, TimeProvider time, ILogger log)
    {
        var started = Stopwatch.GetTimestamp();
        _log = log;
        _wall = CheckedWallClock.Of(time, engine);
        _clock = new(engine.Clock, _wall);
        _stream = _clock.IsEvent ? new(() => _clock.Now) : null;
        _route = new(options.Lanes);
        _file = EngineFile.Open(options.Data);
        try
        {
            _file.Expect(FileOwner.Lanes);
            _wall.Resume(_file.Reader.Meta(Markers.WallClock));
            var state = EngineRecovery.Run(_file, engine, _clock, _route, _ordinals);
            _file.Claim(FileOwner.Lanes);
            if (state.LaidOutAnew)
            {
                Checkpointer.LayOut(_file, state.Lanes, _clock);
            }

            var end = new RecordEnd(_file.Record.End());
            _committer = new(_file, end, _metrics, log);
            Subscriptions = new FileSubscriptions(_file, _committer);
            Record = new MigrationRecord(_file, _committer, end, ReplayedRanges.Open(
                _file.Reader,
                parts => _file.Writer.Commit(writer => writer.SetMeta(Markers.Replays, parts)),
                _clock.IsEvent,
                end.Position));
            _committer.JournalCut(state.LaidOutAnew ? 0 : state.JournalBytes);
            _lanes = [.. state.Lanes.Select((customers, number) =>
                new CustomerLane(number, customers, _clock, state.Registry.Terms, _committer, log))];
            _population = new(_lanes, _ordinals);
            _forecasts = new(_lanes, _file.Reader);
            _histories = new(_lanes, _route, _file.Reader);
            _models = new(state.Registry, _lanes, _committer, _clock, _stream, _file.Reader.LastFit(), log);
            var watch = new RetrainingObserver(_metrics, log);
            _retraining = new(_models, _population, engine, watch);
            _refits = new(
                _retraining,
                _models,
                _population,
                engine.Refit,
                engine.Clock,
                refits => _committer.WriteAsync(writer => writer.SetMeta(Markers.Refits, refits.ToString())),
                watch);
            _models.Proposed = () => _refits.ProposedAsync();
            _refits.Resume(RefitState.Parse(_file.Reader.Meta(Markers.Refits)), _clock.Now);
            _maintenance = new(_lanes, _committer, _file.Reader, _population, _refits, _stream, _clock, options, _wall, log);
            _ingestGate = new(_lanes, _route, new(engine), _refits, _stream, _maintenance, _metrics, options.EventsInFlight, _wall);
            _metrics.Observe(
                () => _ingestGate.InFlight,
                () => _models.Registry.Terms.Publication is { At.Ticks: > 0 } publication ? _clock.Now - publication.At : TimeSpan.Zero,
                _population.Sizes);
            foreach (var lane in _lanes)
            {
                lane.MarkStale();
                lane.Start();
            }

            _log.Recovered(
                state.Lanes.Sum(lane => (long)lane.Count), state.JournalRows, Stopwatch.GetElapsedTime(started), _file.Path);
            _maintenance.Start(state);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>Takes over a data folder, recovers what is in it, and begins to work.</summary>
    /// <exception cref="StorageException">The folder is in use, damaged or does not fit the settings.</exception>
    /// <exception cref="ArgumentException">The settings make no sense.</exception>
    public static EmbeddedEngine Start(EngineOptions engine, EmbeddedOptions options, TimeProvider time, ILogger log) =>
        new(engine, options, time, log);

    /// <inheritdoc/>
    public DateTimeOffset Now => _clock.Now;

    /// <inheritdoc/>
    public IMigrationRecord Record { get; }

    /// <inheritdoc/>
    public ISubscriptionStore Subscriptions { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Segment> SegmentDirectory => _models.Registry.Directory;

    /// <inheritdoc/>
    public EngineHealth Health => _committer.Problem is { } problem
        ? new(Ready: false, problem.Sentence) { Detail = problem.Detail, Alive = !_committer.HasEnded }
        : _wall.Problem is { } doubt ? new(Ready: false, doubt) { Records = true }
        : new(Ready: true, Problem: null);

    /// <inheritdoc/>
    public async Task<RecordReceipt> RecordAsync(
        IReadOnlyList<PurchaseEvent> events, CancellationToken cancellation = default)
    {
        using var activity = EngineActivity.Source.StartActivity("record");
        activity?.SetTag("segmentation.events", events.Count);
        await _wall.AdmitAsync(events, cancellation);
        var receipt = await _ingestGate.RecordAsync(events, cancellation);
        _metrics.Count(receipt);
        return receipt;
    }

    /// <inheritdoc/>
    public Task<CustomerView?> FindCustomerAsync(string customerId, CancellationToken cancellation = default) =>
        LaneOf(customerId).AskAsync(lane => lane.Customers.Find(customerId)?.View(lane.Terms, Now, _models.Registry.NameOf))
            .WaitAsync(cancellation);

    /// <inheritdoc/>
    public Task<bool> EraseCustomerAsync(string customerId, CancellationToken cancellation = default) =>
        EraseAsync(customerId).WaitAsync(cancellation);

    /// <inheritdoc/>
    public Task<SegmentsView> SegmentsAsync(CancellationToken cancellation = default) =>
        _population.SegmentsAsync(Now, _models.Registry).WaitAsync(cancellation);

    /// <inheritdoc/>
    public async Task<Page<Member>?> MembersAsync(
        string segmentId, string? cursor, int limit, CancellationToken cancellation = default)
    {
        return IsInForce(segmentId)
            ? await _population.MembersAsync(segmentId, cursor, limit, Now).WaitAsync(cancellation)
            : null;
    }

    /// <summary>
    /// Complete once the time that the clock shows has passed for everyone, and the model was reviewed if that was due,
    /// durably: for tests, whose clock does not advance by itself.
    /// </summary>
    public async Task SweptAsync()
    {
        await _maintenance.Started;
        await _maintenance.ReviewAsync();
        await _refits.ProposedAsync();
        await _maintenance.SweepAsync();
    }

    /// <summary>Finishes what was accepted, makes it durable, and lets go of the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await _maintenance.StopAsync();
        await Task.WhenAll(_lanes.Select(lane => lane.StopAsync()));
        await _committer.DisposeAsync();
        var durable = _committer.Problem is null;
        _metrics.Dispose();
        await _ingestGate.DisposeAsync();
        _refits.Dispose();
        _retraining.Dispose();
        _stream?.Dispose();
        _models.Dispose();
        _maintenance.Dispose();
        _file.Dispose();
        if (durable)
        {
            _log.Stopped();
        }
        else
        {
            _log.StoppedWithoutStorage();
        }
    }

    /// <summary>Goes on to the end even if the caller does not wait for it.</summary>
    private async Task<bool> EraseAsync(string customerId)
    {
        var erasure = new DurableWork<bool>(lane => lane.Erase(customerId));
        LaneOf(customerId).Post(erasure);
        var known = await erasure.Done;

        // Gone for every reader; now also from the journal, the pages and the log. Whoever asks again, because the first
        // answer did not come, is told that nobody is there once that is done.
        if (known || _maintenance.OwesScrub)
        {
            await _maintenance.ScrubAsync();
        }

        return known;
    }

    private CustomerLane LaneOf(string customerId) => _lanes[_route.LaneOf(customerId)];
}
