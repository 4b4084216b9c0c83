using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Silo.Models;
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
        var receipt = RecordReceipt.Empty;
        for (int from = 0, count; from < events.Count; from += count)
        {
            count = await MakeWayAsync(events, from, Math.Min(MaxBatchSize, events.Count - from), cancellation);
            receipt = receipt.Plus(await RecordAsync(events, from, count, cancellation));
        }

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

    private async Task<RecordReceipt> RecordAsync(
        IReadOnlyList<PurchaseEvent> events, int from, int count, CancellationToken cancellation)
    {
        var refused = new List<RefusedEvent>();
        var admitted = new List<AdmittedEvent>(count);
        var indexes = new List<int>(count);
        var oldest = DateTimeOffset.MaxValue;
        for (var i = from; i < from + count; i++)
        {
            if (_validator.Check(events[i], clock.WallNow, out var e) is { } refusal)
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
}
