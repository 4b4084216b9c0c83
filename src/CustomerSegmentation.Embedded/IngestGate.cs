using System.Threading.RateLimiting;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Embedded.Lanes;
using CustomerSegmentation.Embedded.Telemetry;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Models.Retraining;

namespace CustomerSegmentation.Embedded;

/// <summary>
/// Lets events in to their lanes: a fixed number may be on the way at once, and more wait here, so memory stays bounded
/// however slow the disk is.
/// </summary>
internal sealed class IngestGate(
    IReadOnlyList<CustomerLane> lanes,
    LaneRoute route,
    EventValidator validator,
    RefitReview refits,
    EventStream? stream,
    MaintenanceLoop maintenance,
    EngineMetrics metrics,
    int eventsInFlight,
    CheckedWallClock time) : IAsyncDisposable
{
    private readonly ConcurrencyLimiter _room = new(new() { PermitLimit = eventsInFlight, QueueLimit = int.MaxValue });
    private readonly SemaphoreSlim _turn = new(1, 1); // under the event clock: calls are let in one after the other, whole
    private long _calls;

    /// <summary>Events that are let in and not durable yet.</summary>
    public long InFlight => eventsInFlight - _room.GetStatistics()!.CurrentAvailablePermits;

    /// <summary>Complete once all of it is durable. Long calls go in parts, and so do those that a review divides.</summary>
    public async Task<RecordReceipt> RecordAsync(IReadOnlyList<PurchaseEvent> events, CancellationToken cancellation)
    {
        var parts = stream is null
            ? await LetInAsync(events, cancellation)
            : await LetInInTurnAsync(events, cancellation);
        var receipt = RecordReceipt.Empty;
        foreach (var part in parts)
        {
            receipt = receipt.Plus(await part);
        }

        return receipt;
    }

    public ValueTask DisposeAsync()
    {
        _turn.Dispose();
        return _room.DisposeAsync();
    }

    /// <summary>
    /// A long body comes as several calls at the same time. If a review divides one of them, the next must not get ahead of what is left of it.
    /// </summary>
    private async Task<List<Task<RecordReceipt>>> LetInInTurnAsync(IReadOnlyList<PurchaseEvent> events, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return await LetInAsync(events, cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Complete once all of it is with its lanes; then the inner tasks are what becomes of it.</summary>
    private async Task<List<Task<RecordReceipt>>> LetInAsync(IReadOnlyList<PurchaseEvent> events, CancellationToken cancellation)
    {
        var parts = new List<Task<RecordReceipt>>(1);
        for (int from = 0, count; from < events.Count; from += count)
        {
            var wallNow = time.GetUtcNow();
            var most = Math.Min(RecordCall.MaxEvents, events.Count - from);
            count = stream is null
                ? most
                : await refits.MakeWayAsync(stream, i => events[i].OccurredAt, from, most, wallNow, cancellation);
            if (count == 0)
            {
                throw new ObjectDisposedException(nameof(IngestGate), "The engine has stopped.");
            }

            var call = new RecordCall(lanes.Count, events, from, count, validator, route, wallNow);
            // Lanes work in order, so the next part need not wait until this one is durable.
            parts.Add(await EnterAsync(call, cancellation));
        }

        return parts;
    }

    /// <summary>Complete once the call is with its lanes; then the inner task is what becomes of it.</summary>
    private async ValueTask<Task<RecordReceipt>> EnterAsync(RecordCall call, CancellationToken cancellation)
    {
        if (call.Admitted == 0)
        {
            return Task.FromResult(call.Refusals);
        }

        var lease = await _room.AcquireAsync(Math.Min(call.Admitted, eventsInFlight), cancellation);
        call.Post(lanes, stream is null ? lease.Dispose : await EnterAsync(stream, call, lease, cancellation));
        return DurableAsync(call, cancellation);
    }

    /// <summary>Lets a call into the stream. How it leaves.</summary>
    private async ValueTask<Action> EnterAsync(
        EventStream events, RecordCall call, RateLimitLease lease, CancellationToken cancellation)
    {
        var id = new EventCall(0, Interlocked.Increment(ref _calls));
        try
        {
            var now = await events.EnterAsync(id, call.Oldest, new(call.Newest, TimeSpan.Zero), cancellation);
            call.LetInAt = now.UtcTicks;
        }
        catch
        {
            lease.Dispose();
            throw;
        }

        return () =>
        {
            lease.Dispose();
            events.Leave(id);
        };
    }

    private async Task<RecordReceipt> DurableAsync(RecordCall call, CancellationToken cancellation)
    {
        var receipt = await call.Receipt.WaitAsync(cancellation);
        maintenance.EventsRecorded(call.Oldest);
        if (receipt.Recorded > 0)
        {
            metrics.MeasureLag(time.GetUtcNow() - call.Oldest);
        }

        return receipt;
    }
}
