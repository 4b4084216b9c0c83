using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Packing;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Retraining;
using CustomerSegmentation.Silo.Customers;
using CustomerSegmentation.Silo.Models;
using CustomerSegmentation.Silo.Population;
using CustomerSegmentation.Silo.Records;
using CustomerSegmentation.Silo.Storage;
using CustomerSegmentation.Silo.Telemetry;
using CustomerSegmentation.Silo.Wire;

namespace CustomerSegmentation.Silo;

/// <summary>The engine as a cluster of silos: every silo has one of these, and they answer alike.</summary>
internal sealed partial class OrleansEngine(
    IGrainFactory grains,
    CustomerReferences customers,
    LedgerDatabase ledger,
    SiloModels models,
    SiloClock clock,
    ShardMap shards,
    CustomerCalls calls,
    ClusterStream stream,
    StorageHealth watch,
    UnreadableCustomers unreadable,
    LedgerQueue queue,
    ErasureScrub scrub,
    RecordEnd end,
    IMigrationRecord record,
    ISubscriptionStore subscriptions,
    EngineOptions options,
    EngineMetrics metrics) : ISegmentationEngine
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    public DateTimeOffset Now => clock.Now;

    /// <inheritdoc/>
    public IMigrationRecord Record => record;

    /// <inheritdoc/>
    public ISubscriptionStore Subscriptions => subscriptions;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Segment> SegmentDirectory => models.Registry.Directory;

    /// <inheritdoc/>
    public LastFit? LastFit => models.LastFit;

    /// <inheritdoc/>
    public EngineHealth Health
    {
        get
        {
            var problem = queue.HasEnded ? "The queue of the ledger met an error that it should not have; restart the silo."
                : watch.Problem ?? (models.IsImporting ? "Customers are being imported."
                : !_started.Task.IsCompleted ? "The silo is joining its cluster."
                : null);
            var doubt = problem is null ? clock.Wall.Problem : null;
            return new(problem is null && doubt is null, problem ?? doubt)
            {
                Records = doubt is not null,
                Detail = watch.Detail,
                Alive = !queue.HasEnded,
                UnreadableCustomers = unreadable.All,
            };
        }
    }

    /// <inheritdoc/>
    public async Task<DateTimeOffset> ConfirmClockAsync(CancellationToken cancellation = default)
    {
        var shown = clock.Wall.Shown;
        await queue.WriteAsync(writer => writer.SetMeta(Markers.WallClock, shown)).WaitAsync(cancellation);
        clock.Wall.Confirm();
        return Now;
    }

    /// <summary>The silo has joined its cluster and knows the model in force; calls that waited for it go on.</summary>
    public void Start() => _started.TrySetResult();

    /// <summary>Complete once it has.</summary>
    public Task StartedAsync() => _started.Task;

    /// <inheritdoc/>
    public async Task<CustomerView?> FindCustomerAsync(string customerId, CancellationToken cancellation = default)
    {
        var registry = models.Registry;
        return (await ReadAsync(customerId, cancellation))?.View(registry.Terms, Now, registry.NameOf);
    }

    /// <inheritdoc/>
    public async Task<bool> EraseCustomerAsync(string customerId, CancellationToken cancellation = default)
    {
        await OpenedAsync(cancellation); // or an import that is repeated would bring them back
        var known = await calls.EraseAsync(customerId, cancellation);

        // Gone for every reader; now also from the file's log. Whoever asks again, because the first answer did not come, is told
        // that nobody is there once that is done.
        if (scrub.IsOwed)
        {
            await scrub.RunAsync().WaitAsync(cancellation);
        }

        return known;
    }

    /// <inheritdoc/>
    public async Task<SegmentsView> SegmentsAsync(CancellationToken cancellation = default)
    {
        var now = Now;
        while (true)
        {
            var registry = models.Registry;
            var tallies = await shards.AskAllAsync(
                shard => shard.TallyAsync(now.UtcTicks, registry.Terms.Publication.Ordinal, cancellation), cancellation);
            if (tallies.All(tally => tally.Publication == registry.Terms.Publication.Ordinal))
            {
                var ordinals = new SegmentOrdinals();
                return SegmentsView.Of(now, registry, tallies.ToTally(ordinals), ordinals);
            }

            // Another model was published in between: one answer, one version.
            await models.TermsAsync(tallies.Max(tally => tally.Publication));
        }
    }

    /// <inheritdoc/>
    public async Task<Segment?> EditSegmentAsync(
        string segmentId, SegmentEdit edit, CancellationToken cancellation = default)
    {
        if (!await GrainRetry.DoneAsync(
            grains.GetGrain<IModelGrain>(0).EditAsync(segmentId, edit.Name, edit.Description, edit.Action), cancellation))
        {
            return null;
        }

        await models.RefreshAsync();
        return models.Registry.Directory[segmentId];
    }

    /// <inheritdoc/>
    public Task<Page<Migration>> MigrationsAsync(MigrationQuery query, CancellationToken cancellation = default) =>
        ledger.ReadAsync(() => ledger.Reader.Migrations(query), cancellation);

    /// <inheritdoc/>
    public Task<TResult> ReportAsync<TResult>(IMigrationReport<TResult> report, CancellationToken cancellation = default) =>
        ledger.ReadAsync(() => ledger.Reader.Report(report, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<Page<CellCustomer>> CellAsync(
        CellReport report, string? cursor, int limit, CancellationToken cancellation = default) =>
        ledger.ReadAsync(() => ledger.Reader.Cell(report, cursor, limit, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ModelRecord>> ModelsAsync(CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyList<ModelRecord>>([.. models.Registry.Versions.Values.Reverse()]);

    /// <inheritdoc/>
    public async Task<FitOutcome> FitAsync(FitRequest request, CancellationToken cancellation = default)
    {
        var answer = await GrainRetry.DoneAsync(
            grains.GetGrain<IRetrainingGrain>(0).FitAsync(FitRequestMessage.Of(request), Now.UtcTicks, cancellation), cancellation);
        await models.RefreshAsync();
        if (answer.Version is not { } version)
        {
            throw new FitRefusedException(answer.Code!, answer.Reason!);
        }

        var registry = models.Registry;
        var model = registry.Versions[version];
        var overlap = ShardPopulation.ToOverlap(answer.Overlap, registry.Versions[answer.Against].Model, model.Model.Segments.Count);
        return new(model, PublishPreview.Of(overlap, model.Model), overlap);
    }

    /// <inheritdoc/>
    public async Task<ModelRecord?> PublishAsync(int version, CancellationToken cancellation = default)
    {
        var published = clock.IsEvent
            ? grains.GetGrain<IRetrainingGrain>(0).PublishAsync(version)
            : grains.GetGrain<IModelGrain>(0).PublishAsync(version, at: null);
        if (!await GrainRetry.DoneAsync(published, cancellation))
        {
            return null;
        }

        await models.RefreshAsync();
        return models.Registry.Versions[version];
    }

    /// <summary>
    /// Complete once the time that the clock shows has passed for everyone, and the model was reviewed if that was due,
    /// durably: for tests, whose clock does not advance by itself.
    /// </summary>
    public async Task SweptAsync()
    {
        await _started.Task;
        await grains.GetGrain<IRetrainingGrain>(0).ReviewAsync();
        foreach (var receipt in await shards.AskAllAsync(shard => shard.SweepAsync(Now.UtcTicks)))
        {
            end.Reach(receipt.RecordEnd);
        }

        await models.RefreshAsync();
    }

    private async Task<Customer?> ReadAsync(string customerId, CancellationToken cancellation) =>
        await GrainRetry.AnswerAsync(() => customers[customerId].ReadAsync(cancellation), cancellation) is { } packed
            ? CustomerCodec.Read(packed)
            : null;
}
