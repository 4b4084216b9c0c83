using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.HttpSuite;

/// <summary>An engine whose storage is as slow as the test says: events, erasures, fits and publications wait until they are let go.</summary>
internal sealed class HeldEngine(ISegmentationEngine inner) : ISegmentationEngine
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;
    private int _healthAsked;

    /// <summary>Calls that wait now.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>The most events of one call.</summary>
    public int MaxLot { get; private set; }

    /// <summary>How often somebody asked for <see cref="Health"/>.</summary>
    public int HealthAsked => Volatile.Read(ref _healthAsked);

    public EngineHealth Health
    {
        get
        {
            Interlocked.Increment(ref _healthAsked);
            return field;
        }

        set;
    } = inner.Health;

    /// <summary>A segment ends, as by a new model, after the first page of its members.</summary>
    public bool LosesSegments { get; init; }

    public DateTimeOffset Now => inner.Now;

    public LastFit? LastFit => inner.LastFit;

    public ISubscriptionStore Subscriptions => inner.Subscriptions;

    public IMigrationRecord Record => inner.Record;

    public IReadOnlyDictionary<string, Segment> SegmentDirectory => inner.SegmentDirectory;

    public void LetGo() => _gate.SetResult();

    public async Task<RecordReceipt> RecordAsync(IReadOnlyList<PurchaseEvent> events, CancellationToken cancellation = default)
    {
        MaxLot = Math.Max(MaxLot, events.Count);
        Interlocked.Increment(ref _waiting);
        try
        {
            await _gate.Task.WaitAsync(cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        return await inner.RecordAsync(events, cancellation);
    }

    public Task<CustomerView?> FindCustomerAsync(string customerId, CancellationToken cancellation = default) =>
        inner.FindCustomerAsync(customerId, cancellation);

    public async Task<bool> EraseCustomerAsync(string customerId, CancellationToken cancellation = default)
    {
        await _gate.Task.WaitAsync(cancellation);
        return await inner.EraseCustomerAsync(customerId, cancellation);
    }

    public Task<SegmentsView> SegmentsAsync(CancellationToken cancellation = default) => inner.SegmentsAsync(cancellation);

    public Task<Segment?> EditSegmentAsync(string segmentId, SegmentEdit edit, CancellationToken cancellation = default) =>
        inner.EditSegmentAsync(segmentId, edit, cancellation);

    public Task<Page<Member>?> MembersAsync(
        string segmentId, string? cursor, int limit, CancellationToken cancellation = default) =>
        LosesSegments && cursor is not null
            ? Task.FromResult<Page<Member>?>(null)
            : inner.MembersAsync(segmentId, cursor, limit, cancellation);

    public Task<Page<PastMember>?> MembersAsOfAsync(
        string segmentId, DateTimeOffset asOf, string? cursor, int limit, CancellationToken cancellation = default) =>
        inner.MembersAsOfAsync(segmentId, asOf, cursor, limit, cancellation);

    public Task<Page<Departure>?> LeavingAsync(
        string segmentId, TimeSpan within, string? cursor, int limit, CancellationToken cancellation = default) =>
        inner.LeavingAsync(segmentId, within, cursor, limit, cancellation);

    public Task<SegmentOutlook> OutlookAsync(OutlookQuery query, CancellationToken cancellation = default) =>
        inner.OutlookAsync(query, cancellation);

    public Task<PurchasePath?> PathAsync(string customerId, string segmentId, CancellationToken cancellation = default) =>
        inner.PathAsync(customerId, segmentId, cancellation);

    public Task<MigrationExplanation?> ExplainAsync(string customerId, int sequence, CancellationToken cancellation = default) =>
        inner.ExplainAsync(customerId, sequence, cancellation);

    public Task<Page<Migration>> MigrationsAsync(MigrationQuery query, CancellationToken cancellation = default) =>
        inner.MigrationsAsync(query, cancellation);

    public Task<Page<CellCustomer>> CellAsync(CellReport report, string? cursor, int limit, CancellationToken cancellation = default) =>
        inner.CellAsync(report, cursor, limit, cancellation);

    public Task<TResult> ReportAsync<TResult>(IMigrationReport<TResult> report, CancellationToken cancellation = default) =>
        inner.ReportAsync(report, cancellation);

    public Task<IReadOnlyList<ModelRecord>> ModelsAsync(CancellationToken cancellation = default) =>
        inner.ModelsAsync(cancellation);

    public async Task<FitOutcome> FitAsync(FitRequest request, CancellationToken cancellation = default)
    {
        await _gate.Task.WaitAsync(cancellation);
        return await inner.FitAsync(request, cancellation);
    }

    public Task<PublishPreview?> PreviewAsync(int version, CancellationToken cancellation = default) =>
        inner.PreviewAsync(version, cancellation);

    public async Task<ModelRecord?> PublishAsync(int version, CancellationToken cancellation = default)
    {
        await _gate.Task.WaitAsync(cancellation);
        return await inner.PublishAsync(version, cancellation);
    }

    public Task<DateTimeOffset> ConfirmClockAsync(CancellationToken cancellation = default) => inner.ConfirmClockAsync(cancellation);
}
