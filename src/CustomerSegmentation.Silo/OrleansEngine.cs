using CustomerSegmentation.Customers;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Retraining;
using CustomerSegmentation.Silo.Customers;
using CustomerSegmentation.Silo.Models;
using CustomerSegmentation.Silo.Population;
using CustomerSegmentation.Silo.Storage;
using CustomerSegmentation.Silo.Telemetry;
using CustomerSegmentation.Silo.Wire;

namespace CustomerSegmentation.Silo;

/// <summary>The engine as a cluster of silos: every silo has one of these, and they answer alike.</summary>
internal sealed partial class OrleansEngine(
    IGrainFactory grains,
    LedgerDatabase ledger,
    SiloModels models,
    SiloClock clock,
    ShardMap shards,
    CustomerCalls calls,
    StorageWatch watch,
    RecordEnd end,
    IMigrationRecord record,
    ISubscriptionBook subscriptions,
    EngineOptions options,
    EngineMetrics metrics) : ISegmentationEngine
{
    private const int MostAtOnce = 4_096;

    private readonly Intake _intake = new(options);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    public DateTimeOffset Now => clock.Now;

    /// <inheritdoc/>
    public IMigrationRecord Record => record;

    /// <inheritdoc/>
    public ISubscriptionBook Subscriptions => subscriptions;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Segment> SegmentDirectory => models.Shelf.Directory;

    /// <inheritdoc/>
    public LastFit? LastFit => models.LastFit;

    /// <inheritdoc/>
    public EngineHealth Health => !_started.Task.IsCompleted
        ? new(Ready: false, watch.Problem ?? "The silo is joining its cluster.")
        : new(watch.Problem is null, watch.Problem);

    /// <summary>The silo has joined its cluster and knows the model in force; calls that waited for it go on.</summary>
    public void Start() => _started.TrySetResult();

    /// <summary>Complete once it has.</summary>
    public Task StartedAsync() => _started.Task;

    /// <inheritdoc/>
    public async Task<RecordReceipt> RecordAsync(
        IReadOnlyList<PurchaseEvent> events, CancellationToken cancellation = default)
    {
        using var activity = EngineActivity.Source.StartActivity("record");
        activity?.SetTag("segmentation.events", events.Count);
        await _started.Task.WaitAsync(cancellation);
        var receipt = RecordReceipt.Empty;
        for (int from = 0, count; from < events.Count; from += count)
        {
            count = await MakeWayAsync(events, from, Math.Min(MostAtOnce, events.Count - from), cancellation);
            receipt = receipt.Plus(await RecordAsync(events, from, count, cancellation));
        }

        metrics.Count(receipt);
        return receipt;
    }

    /// <inheritdoc/>
    public async Task<CustomerView?> FindCustomerAsync(string customerId, CancellationToken cancellation = default)
    {
        var shelf = models.Shelf;
        return (await ReadAsync(customerId, cancellation))?.View(shelf.Terms, Now, shelf.NameOf);
    }

    /// <inheritdoc/>
    public Task<bool> EraseCustomerAsync(string customerId, CancellationToken cancellation = default) =>
        Asking.AnswerAsync(grains.GetGrain<ICustomerGrain>(customerId).EraseAsync, cancellation);

    /// <inheritdoc/>
    public async Task<SegmentsView> SegmentsAsync(CancellationToken cancellation = default)
    {
        var now = Now;
        while (true)
        {
            var shelf = models.Shelf;
            var tallies = await shards.AskAllAsync(shard => shard.TallyAsync(now.UtcTicks, shelf.Terms.Publication.Ordinal))
                .WaitAsync(cancellation);
            if (tallies.All(tally => tally.Publication == shelf.Terms.Publication.Ordinal))
            {
                var ordinals = new SegmentOrdinals();
                return SegmentsView.Of(now, shelf, tallies.ToTally(ordinals), ordinals);
            }

            // Another model was published in between: one answer, one version.
            await models.TermsAsync(tallies.Max(tally => tally.Publication));
        }
    }

    /// <inheritdoc/>
    public async Task<Segment?> EditSegmentAsync(
        string segmentId, SegmentEdit edit, CancellationToken cancellation = default)
    {
        if (!await grains.GetGrain<IModelGrain>(0).EditAsync(segmentId, edit.Name, edit.Description, edit.Action).WaitAsync(cancellation))
        {
            return null;
        }

        await models.RefreshAsync();
        return models.Shelf.Directory[segmentId];
    }

    /// <inheritdoc/>
    public Task<Page<Migration>> MigrationsAsync(MigrationQuery query, CancellationToken cancellation = default) =>
        Task.Run(() => ledger.Reader.Migrations(query), cancellation);

    /// <inheritdoc/>
    public Task<TResult> ReportAsync<TResult>(IMigrationReport<TResult> report, CancellationToken cancellation = default) =>
        Task.Run(() => ledger.Reader.Report(report, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<Page<CellCustomer>> CellAsync(
        CellReport report, string? cursor, int limit, CancellationToken cancellation = default) =>
        Task.Run(() => ledger.Reader.Cell(report, cursor, limit, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ModelRecord>> ModelsAsync(CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyList<ModelRecord>>([.. models.Shelf.Versions.Values.Reverse()]);

    /// <inheritdoc/>
    public async Task<FitOutcome> FitAsync(FitRequest request, CancellationToken cancellation = default)
    {
        var answer = await grains.GetGrain<IRetrainingGrain>(0).FitAsync(FitRequestLine.Of(request), Now.UtcTicks).WaitAsync(cancellation);
        await models.RefreshAsync();
        if (answer.Version is not { } version)
        {
            throw new FitRefusedException(answer.Code!, answer.Reason!);
        }

        var shelf = models.Shelf;
        var model = shelf.Versions[version];
        var overlap = ShardPopulation.ToOverlap(answer.Overlap, shelf.Versions[answer.Against].Model, model.Model.Segments.Count);
        return new(model, PublishPreview.Of(overlap, model.Model));
    }

    /// <inheritdoc/>
    public async Task<ModelRecord?> PublishAsync(int version, CancellationToken cancellation = default)
    {
        if (!await grains.GetGrain<IModelGrain>(0).PublishAsync(version, at: null).WaitAsync(cancellation))
        {
            return null;
        }

        await models.RefreshAsync();
        return models.Shelf.Versions[version];
    }

    /// <summary>
    /// Complete once the time that the clock shows has passed for everyone, and the model was reviewed if that was due,
    /// durably: for tests, whose clock stands.
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

    private async Task<RecordReceipt> RecordAsync(
        IReadOnlyList<PurchaseEvent> events, int from, int count, CancellationToken cancellation)
    {
        var refused = new List<RefusedEvent>();
        var admitted = new List<AdmittedEvent>(count);
        var indexes = new List<int>(count);
        var oldest = DateTimeOffset.MaxValue;
        for (var i = from; i < from + count; i++)
        {
            if (_intake.Check(events[i], clock.WallNow, out var e) is { } refusal)
            {
                refused.Add(new(i, events[i].EventId, refusal.Code, refusal.Reason));
                continue;
            }

            admitted.Add(e);
            indexes.Add(i);
            oldest = events[i].OccurredAt < oldest ? events[i].OccurredAt : oldest;
        }

        if (admitted.Count == 0)
        {
            return new(0, 0, refused);
        }

        var statuses = await calls.RecordAsync(admitted, cancellation);
        var (recorded, duplicates) = (0, 0);
        for (var i = 0; i < statuses.Length; i++)
        {
            switch (statuses[i])
            {
                case RecordStatus.Recorded:
                    recorded++;
                    clock.Raise(admitted[i].OccurredAt);
                    break;
                case RecordStatus.Duplicate:
                    duplicates++;
                    break;
                default:
                    refused.Add(RefusedEvent.Conflicting(indexes[i], admitted[i]));
                    break;
            }
        }

        if (recorded > 0)
        {
            metrics.MeasureLag(clock.WallNow - oldest);
        }

        refused.Sort(static (a, b) => a.Index.CompareTo(b.Index));
        return new(recorded, duplicates, refused);
    }

    /// <summary>Under the event clock, what is due before an event is done before the event is recorded.</summary>
    private async ValueTask<int> MakeWayAsync(
        IReadOnlyList<PurchaseEvent> events, int from, int count, CancellationToken cancellation)
    {
        if (!clock.IsEvent)
        {
            return count;
        }

        var occurredAt = new long[count];
        for (var i = 0; i < count; i++)
        {
            occurredAt[i] = events[from + i].OccurredAt.UtcTicks;
        }

        var some = await grains.GetGrain<IRetrainingGrain>(0).MakeWayAsync(occurredAt, clock.WallNow.UtcTicks).WaitAsync(cancellation);
        return some;
    }

    private async Task<Customer?> ReadAsync(string customerId, CancellationToken cancellation)
    {
        if (await Asking.AnswerAsync(grains.GetGrain<ICustomerGrain>(customerId).ReadAsync, cancellation) is not { } bytes)
        {
            return null;
        }

        var reader = new PackedReader(bytes);
        return CustomerCodec.Read(ref reader);
    }
}
