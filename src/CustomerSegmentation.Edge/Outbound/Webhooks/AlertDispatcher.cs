using System.Text;
using CustomerSegmentation.Edge.Api;
using CustomerSegmentation.Edge.Api.Answers;
using CustomerSegmentation.Edge.Api.Endpoints;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Subscriptions;

namespace CustomerSegmentation.Edge.Outbound.Webhooks;

/// <summary>Looks every quarter of an hour whether there is something to warn a subscriber of; at most once a day.</summary>
internal sealed class AlertDispatcher(
    ISegmentationEngine engine, CloudEvents events, WebhookSender sender, DailyFlowsTracker flows, CheckedWallClock time)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(15);

    /// <summary>Goes on until the subscription is disabled.</summary>
    /// <returns>The subscription as it is then.</returns>
    public async Task<Subscription> RunAsync(Subscription subscription, CancellationToken stopping)
    {
        var alert = subscription.Alert!;
        var pending = await sender.PendingAsync(subscription, stopping);
        while (true)
        {
            if (pending is not null)
            {
                await sender.WaitAsync(pending, stopping);
                (var delivery, subscription) = await sender.AttemptAsync(
                    subscription, new(pending.MessageId, Encoding.UTF8.GetBytes(pending.Body!)), pending, through: null, stopping);
                pending = delivery.Status == DeliveryStatus.Pending ? delivery : null;
                if (subscription.DisabledBecause is not null)
                {
                    return subscription;
                }

                continue;
            }

            if (await CustomersAsync(alert.Segment, stopping) is not { } customers)
            {
                return await sender.DisableAsync(
                    subscription, $"The model in force has no segment '{alert.Segment}' to look after.", stopping);
            }

            pending = await FindAsync(subscription, alert, customers, stopping);
            if (pending is null)
            {
                await Task.Delay(Every, time, stopping);
            }
        }
    }

    /// <summary>How many are in a segment; null if the model in force has none of this id.</summary>
    private async Task<long?> CustomersAsync(string segmentId, CancellationToken cancellation) =>
        (await engine.SegmentsAsync(cancellation)).Segments.FirstOrDefault(one => one.Segment.Id == segmentId)?.Customers;

    /// <summary>A warning, on record before it is sent: what it is about may have passed by the time it is taken.</summary>
    private async Task<Delivery?> FindAsync(Subscription subscription, Alert alert, long customers, CancellationToken stopping)
    {
        var now = engine.Now;
        var id = $"{engine.Record.Id}-{subscription.Id}-{now.UtcDateTime:yyyyMMdd}";
        var newest = await engine.Subscriptions.DeliveriesAsync(subscription.Id, cursor: null, 1, stopping);
        if (newest.Items is [var last] && last.MessageId == id
            || await flows.CheckAsync(alert, customers, stopping) is not { } finding)
        {
            return null;
        }

        var message = events.Of(
            id, CloudEvents.SegmentAlert, alert.Segment, now, AlertAnswer.Of(finding, engine.SegmentDirectory), AnswerShapes.Of<AlertAnswer>());
        var wall = time.GetUtcNow();
        var delivery = new Delivery(id, DeliveryStatus.Pending, Attempts: 0, wall, wall, wall, Response: null, Problem: null)
        {
            Body = Encoding.UTF8.GetString(message.Body.Span),
        };
        await engine.Subscriptions.SaveAsync(subscription.Id, delivery, bookmark: null, stopping);
        return delivery;
    }
}
