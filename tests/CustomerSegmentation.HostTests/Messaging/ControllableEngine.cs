using System.Collections.Concurrent;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.HostTests.Messaging;

/// <summary>
/// An engine whose storage goes away and comes back when a test says so; for tests of the consumer alone. It knows
/// events by their ids and keeps them in memory.
/// </summary>
internal sealed class ControllableEngine : ISegmentationEngine
{
    private readonly ConcurrentDictionary<string, PurchaseEvent> _recorded = new();
    private TaskCompletionSource _storage = Open();
    private int _waiting;
    private int _duplicates;
    private int _calls;

    /// <summary>What was recorded, by event id.</summary>
    public IReadOnlyDictionary<string, PurchaseEvent> Recorded => _recorded;

    /// <summary>Events that came again.</summary>
    public int Duplicates => _duplicates;

    /// <summary>How often it was asked to record.</summary>
    public int Calls => _calls;

    /// <summary>Calls that wait for storage now.</summary>
    public int Waiting => _waiting;

    /// <summary>Whether a call that waits for storage can no longer be given up: its commit is under way.</summary>
    public bool IsCommitted { get; init; }

    /// <summary>When set, what a call throws instead of recording.</summary>
    public Func<int, Exception?> Fault { get; set; } = _ => null;

    /// <summary>From now on calls wait.</summary>
    public void TakeStorageAway() => _storage = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waiting calls go on.</summary>
    public void BringStorageBack() => _storage.TrySetResult();

    public DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public EngineHealth Health => new(true, null);

    public async Task<RecordReceipt> RecordAsync(
        IReadOnlyList<PurchaseEvent> events, CancellationToken cancellation = default)
    {
        if (Fault(Interlocked.Increment(ref _calls)) is { } fault)
        {
            throw fault;
        }

        Interlocked.Increment(ref _waiting);
        try
        {
            await _storage.Task.WaitAsync(IsCommitted ? CancellationToken.None : cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        var refused = new List<RefusedEvent>();
        var recorded = 0;
        for (var i = 0; i < events.Count; i++)
        {
            if (_recorded.TryAdd(events[i].EventId, events[i]))
            {
                recorded++;
            }
            else if (_recorded[events[i].EventId] == events[i])
            {
                Interlocked.Increment(ref _duplicates);
            }
            else
            {
                refused.Add(new(i, events[i].EventId, RefusalCodes.Conflict, "It is known with other content."));
            }
        }

        return new(recorded, events.Count - recorded - refused.Count, refused);
    }

    public Task<CustomerView?> FindCustomerAsync(string customerId, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<bool> EraseCustomerAsync(string customerId, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<SegmentsView> SegmentsAsync(CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<Segment?> EditSegmentAsync(string segmentId, SegmentEdit edit, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<Page<Member>?> MembersAsync(string segmentId, string? cursor, int limit, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<Page<PastMember>?> MembersAsOfAsync(string segmentId, DateTimeOffset asOf, string? cursor, int limit, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<Page<Departure>?> LeavingAsync(string segmentId, TimeSpan within, string? cursor, int limit, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<SegmentOutlook> OutlookAsync(OutlookQuery query, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<PurchasePath?> PathAsync(string customerId, string segmentId, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<MigrationExplanation?> ExplainAsync(string customerId, int sequence, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<Page<Migration>> MigrationsAsync(MigrationQuery query, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<Page<CellCustomer>> CellAsync(CellReport report, string? cursor, int limit, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<TResult> ReportAsync<TResult>(IMigrationReport<TResult> report, CancellationToken cancellation = default) => throw new NotSupportedException();

    public LastFit? LastFit => null;

    public ISubscriptionStore Subscriptions => throw new NotSupportedException();

    public IMigrationRecord Record { get; } = new EmptyRecord();

    public IReadOnlyDictionary<string, Segment> SegmentDirectory => throw new NotSupportedException();

    public Task<IReadOnlyList<ModelRecord>> ModelsAsync(CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<FitOutcome> FitAsync(FitRequest request, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<PublishPreview?> PreviewAsync(int version, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<ModelRecord?> PublishAsync(int version, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<DateTimeOffset> ConfirmClockAsync(CancellationToken cancellation = default) => throw new NotSupportedException();

    private static TaskCompletionSource Open()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }
}
