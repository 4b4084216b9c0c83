using CustomerSegmentation.Engine;
using CustomerSegmentation.Subscriptions;

namespace CustomerSegmentation.Edge.Outbound.Webhooks;

/// <summary>Tells one subscriber of every migration that they asked for.</summary>
internal sealed class MigrationDispatcher(
    ISegmentationEngine engine, CloudEvents events, WebhookSender sender, OutboundOptions options, OutboundTelemetry telemetry)
{
    private const int BatchSize = 100;

    /// <summary>How far to pass over what was not asked for before it is noted: it may be passed over again.</summary>
    private const int Unnoted = 10_000;

    /// <summary>Goes on until the subscription is disabled.</summary>
    /// <returns>The subscription as it is then.</returns>
    public async Task<Subscription> RunAsync(Subscription subscription, CancellationToken stopping)
    {
        var position = await engine.Record.BookmarkAsync(subscription.Id, stopping) ?? engine.Record.End;
        var noted = position;
        telemetry.Observe(subscription.Id, () => engine.Record.End - Volatile.Read(ref position));
        var pending = await sender.PendingAsync(subscription, stopping);
        while (true)
        {
            if (pending is not null)
            {
                await sender.WaitAsync(pending, stopping);
            }

            // Read again before every attempt: a customer may have been erased since the last one.
            var (next, through) = await NextAsync(subscription, position, stopping);
            if (pending is not null && pending.MessageId != (next is null ? null : events.IdOf(next.Position)))
            {
                await sender.WithdrawAsync(subscription, pending, stopping);
                pending = null;
            }

            if (next is not null)
            {
                (var delivery, subscription) = await sender.AttemptAsync(subscription, events.Of(next), pending, next.Position, stopping);
                pending = delivery.Status == DeliveryStatus.Pending ? delivery : null;
                through = pending is null ? next.Position : position;
                noted = through;
                if (subscription.DisabledBecause is not null)
                {
                    return subscription;
                }
            }
            else if (through - noted >= Unnoted)
            {
                await engine.Record.KeepBookmarkAsync(subscription.Id, through, stopping);
                noted = through;
            }
            else if (through == position)
            {
                await engine.Record.BeyondAsync(position, stopping);
            }

            Volatile.Write(ref position, through);
        }
    }

    /// <summary>The next migration that was asked for, or how far there is none.</summary>
    private async Task<(RecordedMigration? Next, long Through)> NextAsync(
        Subscription subscription, long position, CancellationToken stopping)
    {
        var stretch = await engine.Record.AfterAsync(position, BatchSize, options.Replays, stopping);
        var next = stretch.Migrations.FirstOrDefault(one => subscription.Filter.Matches(one.Migration));
        return (next, next?.Position ?? stretch.Through);
    }
}
