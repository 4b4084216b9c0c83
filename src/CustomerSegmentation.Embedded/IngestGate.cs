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
    MaintenanceLoop maintenance,
    EngineMetrics metrics,
    int eventsInFlight,
    TimeProvider time) : IAsyncDisposable
{
    private readonly ConcurrencyLimiter _room = new(new() { PermitLimit = eventsInFlight, QueueLimit = int.MaxValue });

    /// <summary>Events that are let in and not durable yet.</summary>
    public long InFlight => eventsInFlight - _room.GetStatistics()!.CurrentAvailablePermits;

    /// <summary>Complete once all of it is durable. Long calls go in parts, and so do those that a review divides.</summary>
    public async Task<RecordReceipt> RecordAsync(IReadOnlyList<PurchaseEvent> events, CancellationToken cancellation)
    {
        var parts = new List<Task<RecordReceipt>>(1);
        for (int from = 0, count; from < events.Count; from += count)
        {
            var wallNow = time.GetUtcNow();
            var most = Math.Min(RecordCall.MaxEvents, events.Count - from);
            count = await refits.MakeWayAsync(i => events[i].OccurredAt, from, most, wallNow, cancellation);
            var call = new RecordCall(lanes.Count, events, from, count, validator, route, wallNow);
            // Lanes work in order, so the next part need not wait until this one is durable.
            parts.Add(await EnterAsync(call, cancellation));
        }

        var receipt = RecordReceipt.Empty;
        foreach (var part in parts)
        {
            receipt = receipt.Plus(await part);
        }

        return receipt;
    }

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    /// <summary>Complete once the call is with its lanes; then the inner task is what becomes of it.</summary>
    private async ValueTask<Task<RecordReceipt>> EnterAsync(RecordCall call, CancellationToken cancellation)
    {
        if (call.Admitted == 0)
        {
            return Task.FromResult(call.Refusals);
        }

        var lease = await _room.AcquireAsync(Math.Min(call.Admitted, eventsInFlight), cancellation);
        call.Post(lanes, lease.Dispose);
        return DurableAsync(call, cancellation);
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
