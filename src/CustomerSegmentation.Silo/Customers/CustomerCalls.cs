using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Silo.Customers;
using CustomerSegmentation.Silo.Models;
using CustomerSegmentation.Silo.Population;
using CustomerSegmentation.Silo.Records;
using CustomerSegmentation.Silo.Telemetry;
using CustomerSegmentation.Silo.Wire;

namespace CustomerSegmentation.Silo.Customers;

/// <summary>
/// Brings events to their customers: the events of one customer in a call go in one batch. A fixed number of events may be on
/// the way at once, and more wait here, so memory stays bounded however slow storage is.
/// </summary>
internal sealed class CustomerCalls(
    CustomerReferences customers,
    CustomerSurroundings silo,
    SiloModels models,
    LedgerQueue queue,
    ShardMap shards,
    RecordEnd end,
    SiloOptions options,
    ILogger<CustomerCalls> log) : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();

    // The last call of each customer that is not answered yet; the next one waits for it. First calls to a grain overtake each other, and
    // calls to one on another silo always may: sent one behind the other they arrive mostly the other way round. A customer's events must not.
    private readonly ConcurrentDictionary<string, Task> _underWay = new(StringComparer.Ordinal);
    private readonly ConcurrencyLimiter _room = new(new() { PermitLimit = options.EventsInFlight, QueueLimit = int.MaxValue });

    /// <summary>Events that are let in and not durable yet.</summary>
    public long InFlight => options.EventsInFlight - _room.GetStatistics()!.CurrentAvailablePermits;

    /// <summary>
    /// Complete once all are on the way to their customers; then the inner task is complete once the outcome of all is durable: the status
    /// of each, in their order. The events keep their permits until then, whether anybody waits or not.
    /// </summary>
    public async Task<Task<RecordStatus[]>> SendAsync(IReadOnlyList<AdmittedEvent> events, CancellationToken cancellation)
    {
        var lease = await _room.AcquireAsync(Math.Min(events.Count, options.EventsInFlight), cancellation);
        return RecordAsync(events, lease);
    }

    /// <summary>Erases a customer, after what was handed in of them; what is recorded for them from now on comes after it.</summary>
    public Task<bool> EraseAsync(string customerId, CancellationToken cancellation)
    {
        var erased = EraseAfterAsync(_underWay.GetValueOrDefault(customerId, Task.CompletedTask), customerId);
        _underWay[customerId] = erased;
        ForgetAsync(customerId, erased).Ignore(); // whoever asked may give up, the erasure does not
        return erased.WaitAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _room.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task<RecordStatus[]> RecordAsync(IReadOnlyList<AdmittedEvent> events, RateLimitLease lease)
    {
        using (lease)
        {
            if (events.Count == 1)
            {
                AdmittedEvent[] one = [events[0]];
                return await DurableAsync(one, CallAsync(one));
            }

            // All calls are on their way before the first answer is looked at.
            var batches = EventGroup.Of(events);
            var calls = Array.ConvertAll(batches, batch => CallAsync(batch.Events));
            var statuses = new RecordStatus[events.Count];
            for (var i = 0; i < batches.Length; i++)
            {
                batches[i].Spread(await DurableAsync(batches[i].Events, calls[i]), statuses);
            }

            return statuses;
        }
    }

    private Task<EventBatchReceipt> CallAsync(AdmittedEvent[] events)
    {
        var id = events[0].CustomerId;
        var call = _underWay.TryGetValue(id, out var before) && !before.IsCompleted ? SendAfterAsync(before, events) : SendAsync(events);
        _underWay[id] = call;
        return call;
    }

    private async Task<EventBatchReceipt> SendAfterAsync(Task before, AdmittedEvent[] events)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await SendAsync(events);
    }

    private async Task<bool> EraseAfterAsync(Task before, string customerId)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await GrainRetry.AnswerAsync(customers[customerId].EraseAsync, CancellationToken.None);
    }

    private async Task ForgetAsync(string customerId, Task call)
    {
        await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _underWay.TryRemove(KeyValuePair.Create(customerId, call));
    }

    private Task<EventBatchReceipt> SendAsync(AdmittedEvent[] events)
    {
        try
        {
            return customers[events[0].CustomerId].RecordAsync(new(events, models.Registry.Terms.Publication.Ordinal, silo.Id));
        }
        catch (Exception e)
        {
            return Task.FromException<EventBatchReceipt>(e);
        }
    }

    private async ValueTask<EventBatchReceipt> AnswerAsync(string customerId, Task<EventBatchReceipt> call)
    {
        try
        {
            return await call;
        }
        finally
        {
            _underWay.TryRemove(KeyValuePair.Create<string, Task>(customerId, call));
        }
    }

    /// <summary>
    /// Waits until events of one customer are durable; and calls again when that fails: their silo may have gone, or storage be
    /// away. What the first call may have recorded is a duplicate then.
    /// </summary>
    private async ValueTask<RecordStatus[]> DurableAsync(AdmittedEvent[] events, Task<EventBatchReceipt> call)
    {
        var id = events[0].CustomerId;
        for (var pause = FirstPause; ; pause = pause < MaxPause ? 2 * pause : MaxPause, call = CallAsync(events))
        {
            try
            {
                var receipt = await AnswerAsync(id, call);
                if (receipt.Ticket != 0)
                {
                    await queue.DurableAsync(receipt.Ticket, shards.NumberOf(id));
                }

                end.Reach(receipt.RecordEnd);
                return receipt.Statuses;
            }
            catch (Exception e) when (!_stopping.IsCancellationRequested)
            {
                log.CallRepeated(e.GetType().Name);
                await Task.Delay(pause, TimeProvider.System, _stopping.Token);
            }
        }
    }
}
