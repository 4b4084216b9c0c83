using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Silo.Telemetry;

namespace CustomerSegmentation.Silo;

/// <summary>Takes events in.</summary>
internal sealed partial class OrleansEngine
{
    private const int MaxBatchSize = 4_096;

    private static readonly TimeSpan ImportPause = TimeSpan.FromMilliseconds(250);

    private readonly EventValidator _validator = new(options);

    /// <inheritdoc/>
    public async Task<RecordReceipt> RecordAsync(
        IReadOnlyList<PurchaseEvent> events, CancellationToken cancellation = default)
    {
        using var activity = EngineActivity.Source.StartActivity("record");
        activity?.SetTag("segmentation.events", events.Count);
        await OpenedAsync(cancellation);
        var receipt = clock.IsEvent
            ? await RecordInTurnAsync(events, cancellation)
            : await RecordPartsAsync(events, cancellation);
        metrics.Count(receipt);
        return receipt;
    }

    /// <summary>Complete once the silo has joined its cluster, and nobody imports customers.</summary>
    private async ValueTask OpenedAsync(CancellationToken cancellation)
    {
        await _started.Task.WaitAsync(cancellation);
        while (models.IsImporting)
        {
            await Task.Delay(ImportPause, TimeProvider.System, cancellation);
        }
    }

    private async Task<RecordReceipt> RecordPartsAsync(IReadOnlyList<PurchaseEvent> events, CancellationToken cancellation)
    {
        var receipt = RecordReceipt.Empty;
        for (int from = 0, count; from < events.Count; from += count)
        {
            count = Math.Min(MaxBatchSize, events.Count - from);
            var part = new CheckedEvents(_validator, events, from, count, clock.WallNow, letInAt: null);
            receipt = receipt.Plus(await (await SendAsync(part, cancellation)).WaitAsync(cancellation));
        }

        return receipt;
    }

    private async Task<RecordReceipt> RecordInTurnAsync(IReadOnlyList<PurchaseEvent> events, CancellationToken cancellation)
    {
        var parts = await stream.InTurnAsync(
            async () =>
            {
                var sent = new List<Task<RecordReceipt>>(1);
                for (int from = 0, count; from < events.Count; from += count)
                {
                    (var part, count) = await LetInAsync(events, from, cancellation);
                    sent.Add(part);
                }

                return sent;
            },
            cancellation);
        var receipt = RecordReceipt.Empty;
        foreach (var part in parts)
        {
            receipt = receipt.Plus(await part.WaitAsync(cancellation));
        }

        return receipt;
    }

    /// <summary>Complete once events of a call, from one on, are on the way to their customers: what becomes of them, and how many they are.</summary>
    private async Task<(Task<RecordReceipt> Part, int Count)> LetInAsync(
        IReadOnlyList<PurchaseEvent> events, int from, CancellationToken cancellation)
    {
        var entry = await stream.EnterAsync(events, from, Math.Min(MaxBatchSize, events.Count - from), cancellation);
        try
        {
            var part = new CheckedEvents(_validator, events, from, entry.Count, clock.WallNow, entry.Now);
            return (RecordedAsync(await SendAsync(part, cancellation), entry.Call), entry.Count);
        }
        catch
        {
            await stream.LeaveAsync(entry.Call);
            throw;
        }
    }

    /// <summary>Complete once all of it is recorded and the stream has heard: whoever comes next comes behind it.</summary>
    private async Task<RecordReceipt> RecordedAsync(Task<RecordReceipt> part, long call)
    {
        try
        {
            return await part;
        }
        finally
        {
            await stream.LeaveAsync(call);
        }
    }

    /// <summary>Complete once the events are on the way to their customers; then the inner task is what becomes of them.</summary>
    private async Task<Task<RecordReceipt>> SendAsync(CheckedEvents part, CancellationToken cancellation) => part.Admitted.Count == 0
        ? Task.FromResult(part.Receipt([]))
        : ReceiptAsync(part, await calls.SendAsync(part.Admitted, cancellation));

    private async Task<RecordReceipt> ReceiptAsync(CheckedEvents part, Task<RecordStatus[]> statuses)
    {
        var receipt = part.Receipt(await statuses);
        clock.Raise(part.NewestRecorded);
        if (receipt.Recorded > 0)
        {
            metrics.MeasureLag(clock.WallNow - part.Oldest);
        }

        return receipt;
    }
}
