using System.Threading.RateLimiting;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Silo.Customers;
using CustomerSegmentation.Silo.Models;
using CustomerSegmentation.Silo.Telemetry;
using CustomerSegmentation.Silo.Wire;

namespace CustomerSegmentation.Silo;

/// <summary>
/// Brings events to their customers: what a call has of one customer goes in one parcel. A fixed number of events may be on
/// the way at once, and more wait here, so memory stays bounded however slow storage is.
/// </summary>
internal sealed class CustomerCalls(
    IGrainFactory grains, SiloModels models, RecordEnd end, SiloOptions options, ILogger<CustomerCalls> log) : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly ConcurrencyLimiter _room = new(new() { PermitLimit = options.EventsInFlight, QueueLimit = int.MaxValue });

    /// <summary>Events that are let in and not durable yet.</summary>
    public long InFlight => options.EventsInFlight - _room.GetStatistics()!.CurrentAvailablePermits;

    /// <summary>Complete once the outcome of all is durable. The status of each, in their order.</summary>
    public async Task<RecordStatus[]> RecordAsync(IReadOnlyList<AdmittedEvent> events, CancellationToken cancellation)
    {
        using var lease = await _room.AcquireAsync(Math.Min(events.Count, options.EventsInFlight), cancellation);
        var statuses = new RecordStatus[events.Count];
        if (events.Count == 1)
        {
            statuses[0] = (await RecordAsync([events[0]], cancellation))[0];
            return statuses;
        }

        var parcels = Enumerable.Range(0, events.Count).GroupBy(i => events[i].CustomerId, StringComparer.Ordinal);
        await Task.WhenAll(parcels.Select(async parcel =>
        {
            int[] indexes = [.. parcel];
            var outcome = await RecordAsync(Array.ConvertAll(indexes, i => events[i]), cancellation);
            for (var i = 0; i < indexes.Length; i++)
            {
                statuses[indexes[i]] = outcome[i];
            }
        }));
        return statuses;
    }

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    /// <summary>
    /// Records events of one customer; again, when the call fails: its silo may have gone, or storage be away. What the
    /// first call may have recorded is a duplicate then.
    /// </summary>
    private async Task<RecordStatus[]> RecordAsync(AdmittedEvent[] events, CancellationToken cancellation)
    {
        var parcel = new EventParcel(events, models.Shelf.Terms.Publication.Ordinal);
        for (var pause = FirstPause; ; pause = pause < LongestPause ? 2 * pause : LongestPause)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                var receipt = await grains.GetGrain<ICustomerGrain>(events[0].CustomerId).RecordAsync(parcel).WaitAsync(cancellation);
                end.Reach(receipt.RecordEnd);
                return receipt.Statuses;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.CallRepeated(e.Message);
                await Task.Delay(pause, TimeProvider.System, cancellation);
            }
        }
    }
}
