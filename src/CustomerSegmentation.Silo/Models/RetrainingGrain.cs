using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Models.Retraining;
using CustomerSegmentation.Silo.Population;
using CustomerSegmentation.Silo.Records;
using CustomerSegmentation.Silo.Storage;
using CustomerSegmentation.Silo.Wire;
using Orleans.Concurrency;
using Orleans.Placement;

namespace CustomerSegmentation.Silo.Models;

/// <summary>
/// Fits, gates, proposes or publishes: the domain decides, this gathers the figures from the shards. A reminder brings it
/// back wherever it is when its silo is gone. Calls interleave: events must get by while a fit is made.
/// </summary>
// One, and a fit takes memory and processor for seconds: it goes where there is most of both, and a fit that is under way stays.
[Reentrant, ResourceOptimizedPlacement, Immovable]
internal sealed partial class RetrainingGrain : Grain, IRetrainingGrain, IRemindable, IDisposable
{
    private const string Reminder = "review";

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1); // the shortest there is
    private static readonly TimeSpan NotifyTimeout = TimeSpan.FromSeconds(5);

    private readonly CancellationToken _stopping;
    private readonly SiloClock _clock;
    private CancellationTokenRegistration _whenStopping;
    private readonly LedgerDatabase _ledger;
    private readonly SiloModels _models;
    private readonly ClusterModels _clusterModels;
    private readonly ShardPopulation _population;
    private readonly Retraining _retraining;
    private readonly RefitReview _review;

    // The review that the reminder has begun. It never fails.
    private Task _reviewing = Task.CompletedTask;

    public RetrainingGrain(
        SiloClock clock,
        LedgerDatabase ledger,
        LedgerQueue queue,
        SiloModels models,
        ShardMap shards,
        EngineOptions options,
        SiloOptions silo,
        IGrainFactory grains,
        ISiloStatusOracle silos,
        StorageHealth health,
        IHostApplicationLifetime lifetime,
        RetrainingObserver watch)
    {
        _stopping = lifetime.ApplicationStopping;
        (_clock, _ledger, _models, _shards, _options) = (clock, ledger, models, shards, silo);
        (_silos, _health) = (silos, health);
        _stream = clock.IsEvent ? new(() => clock.Now) : null;
        _population = new(shards, models, silo);
        _clusterModels = new ClusterModels(models, clock, _stream, grains);
        _retraining = new(_clusterModels, _population, options, watch);
        _review = new(
            _retraining,
            _clusterModels,
            _population,
            options.Refit,
            options.Clock,
            state => queue.WriteAsync(writer => writer.SetMeta(Markers.Refits, state.ToString())),
            watch);
        _clusterModels.Proposed = () => _review.ProposedAsync();
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await _models.RefreshAsync();
        // A grain ends when its calls have; so a review ends when the silo begins to stop.
        _whenStopping = _stopping.Register(() => _review.StopAsync().Ignore());
        _review.Resume(RefitState.Parse(_ledger.Reader.Meta(Markers.Refits)), _clock.Now);
        if (_stream is not null)
        {
            this.RegisterGrainTimer(SweepIdleAsync, new() { DueTime = _options.SweepEvery, Period = _options.SweepEvery, Interleave = true });
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => _review.StopAsync();

    public void Dispose()
    {
        _whenStopping.Dispose();
        _review.Dispose();
        _retraining.Dispose();
        _stream?.Dispose();
    }

    public Task StartAsync() => this.RegisterOrUpdateReminder(Reminder, Every, Every);

    /// <summary>
    /// The reminder is answered at once: a review may take minutes, and a call that takes so long would be reported as lost.
    /// One that is still under way is enough.
    /// </summary>
    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (_reviewing.IsCompleted)
        {
            _reviewing = ReviewIfDueAsync();
            _reviewing.Ignore();
        }

        return Task.CompletedTask;
    }

    public async Task<FitAnswer> FitAsync(FitRequestMessage request, long at, CancellationToken cancellation)
    {
        await _reviewing.WaitAsync(cancellation);
        await _review.ProposedAsync(cancellation);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stopping, cancellation);
        try
        {
            var outcome = await _retraining.FitAsync(
                request.ToRequest(), FitTrigger.Asked, new(at, TimeSpan.Zero), ended.Token);
            await NotedAsync();
            return new(outcome.Model.Model.Version, ShardPopulation.ToLines(outcome.Overlap), outcome.Model.Lineage!.Since, Code: null, Reason: null);
        }
        catch (FitRefusedException refused)
        {
            await NotedAsync();
            return new(Version: null, [], Against: 0, refused.Code, refused.Message);
        }
    }

    public async Task ReviewAsync()
    {
        await _reviewing;
        await ReviewIfDueAsync();
        await _review.ProposedAsync();
    }

    private async Task ReviewIfDueAsync()
    {
        if (_models.IsImporting)
        {
            DeactivateOnIdle(); // what it began with is not what it would find afterwards
            return;
        }

        if (!_clock.IsEvent && _clock.Wall.Problem is null && _review.IsDue(_clock.Now))
        {
            await _review.ReviewAsync(_clock.Now);
            await NotedAsync();
        }
    }

    /// <summary>Whoever asks next finds what became of a fit; but an answer does not wait for a ledger that is away.</summary>
    private Task NotedAsync() => _clusterModels.Noted.IsCompleted
        ? Task.CompletedTask
        : Task.WhenAny(_clusterModels.Noted, Task.Delay(NotifyTimeout, TimeProvider.System));
}
