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
        await clock.Wall.AdmitAsync(events, cancellation);
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
        for (var from = 0; from < events.Count; from += MaxBatchSize)
        {
            var part = Check(events, from);
            var statuses = part.Admitted.Count == 0
                ? []
                : await (await calls.SendAsync(part.Admitted, cancellation)).WaitAsync(cancellation);
            receipt = receipt.Plus(ReceiptOf(part, statuses));
        }

        return receipt;
    }

    /// <summary>Under the event clock: lets the call in, review by review, before any other of this silo.</summary>
    private async Task<RecordReceipt> RecordInTurnAsync(IReadOnlyList<PurchaseEvent> events, CancellationToken cancellation)
    {
        var parts = await stream.InTurnAsync(
            async () =>
            {
                var sent = new List<(CheckedEvents Part, List<Task<RecordStatus[]>> Statuses)>(1);
                for (var from = 0; from < events.Count; from += MaxBatchSize)
                {
                    var part = Check(events, from);
                    sent.Add((part, await LetInAsync(part, cancellation)));
                }

                return sent;
            },
            cancellation);
        var receipt = RecordReceipt.Empty;
        foreach (var (part, sent) in parts)
        {
            var statuses = new List<RecordStatus>(part.Admitted.Count);
            foreach (var some in sent)
            {
                statuses.AddRange(await some.WaitAsync(cancellation));
            }

            receipt = receipt.Plus(ReceiptOf(part, statuses));
        }

        return receipt;
    }

    private CheckedEvents Check(IReadOnlyList<PurchaseEvent> events, int from) =>
        new(_validator, events, from, Math.Min(MaxBatchSize, events.Count - from), clock.WallNow);

    /// <summary>Complete once all are on the way to their customers; then the inner tasks are what becomes of them, in their order.</summary>
    private async Task<List<Task<RecordStatus[]>>> LetInAsync(CheckedEvents part, CancellationToken cancellation)
    {
        var sent = new List<Task<RecordStatus[]>>(1);
        for (int from = 0, count; from < part.Admitted.Count; from += count)
        {
            var entry = await stream.EnterAsync(part.OccurredAt(from), cancellation);
            count = entry.Count;
            try
            {
                var letIn = part.LetIn(from, count, entry.Now);
                sent.Add(stream.LeaveWhenAsync(RaisedAsync(letIn, await calls.SendAsync(letIn, cancellation)), entry.Call));
            }
            catch
            {
                stream.LeaveAsync(entry.Call).Ignore();
                throw;
            }
        }

        return sent;
    }

    /// <summary>The clock of this silo hears of what was recorded, on whichever silo, before the stream does: it tells the time there.</summary>
    private async Task<RecordStatus[]> RaisedAsync(AdmittedEvent[] events, Task<RecordStatus[]> recorded)
    {
        var statuses = await recorded;
        for (var i = 0; i < statuses.Length; i++)
        {
            clock.Raise(statuses[i] == RecordStatus.Recorded ? events[i].OccurredAt : 0);
        }

        return statuses;
    }

    private RecordReceipt ReceiptOf(CheckedEvents part, IReadOnlyList<RecordStatus> statuses)
    {
        var receipt = part.Receipt(statuses);
        if (receipt.Recorded > 0)
        {
            metrics.MeasureLag(clock.WallNow - part.Oldest);
        }

        return receipt;
    }
}
