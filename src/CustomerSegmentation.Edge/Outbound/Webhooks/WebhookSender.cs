using CustomerSegmentation.Engine;
using CustomerSegmentation.Subscriptions;
using Microsoft.Extensions.Logging;

namespace CustomerSegmentation.Edge.Outbound.Webhooks;

/// <summary>
/// Brings one subscriber their messages, one after the other in the order of record. What is not taken is tried again
/// and holds up what follows; its progress is on record, so a restart continues from there.
/// </summary>
internal sealed class WebhookSender(
    ISegmentationEngine engine, WebhookClient caller, OutboundTelemetry telemetry, CheckedWallClock time, ILogger<WebhookSender> log)
{
    /// <summary>Why a subscription is disabled whose receiver said 410.</summary>
    public const string Gone = "The receiver answered 410: it wants no more.";

    /// <summary>Sends one message once.</summary>
    /// <param name="subscription">To whom.</param>
    /// <param name="message">What.</param>
    /// <param name="before">What has become of the same message so far; null at the first attempt.</param>
    /// <param name="through">Up to where the subscriber has everything once this was taken; null if it has no position.</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>What has become of it, and the subscription, which may be disabled now.</returns>
    public async Task<(Delivery Delivery, Subscription Subscription)> AttemptAsync(
        Subscription subscription, OutgoingMessage message, Delivery? before, long? through, CancellationToken stopping)
    {
        var outcome = await caller.CallAsync(subscription, message, stopping);
        var now = time.GetUtcNow();
        var attempts = (before?.Attempts ?? 0) + 1;
        var delivery = new Delivery(
            message.Id, DeliveryStatus.Delivered, attempts, before?.FirstAt ?? now, now, NextAt: null, outcome.Status, outcome.Problem)
        {
            Body = before?.Body,
        };
        if (outcome.Problem is null)
        {
            await engine.Subscriptions.SaveAsync(subscription.Id, delivery with { Body = null }, through, stopping);
            telemetry.Sent(subscription.Id, 1);
            return (delivery, subscription);
        }

        var next = RetryPlan.NextAfter(now, attempts, message.Id, outcome.NotBefore);
        var disabled = outcome.Status == 410 ? Gone
            : next - delivery.FirstAt > RetryPlan.GiveUpAfter ? $"Nothing was taken for {RetryPlan.GiveUpAfter.TotalDays:0} days. {outcome.Problem}"
            : null;
        delivery = delivery with { Status = DeliveryStatus.Pending, NextAt = disabled is null ? next : null };

        // With what was passed over before it, so that whoever goes on after a restart finds this message first.
        await engine.Subscriptions.SaveAsync(subscription.Id, delivery, bookmark: through - 1, stopping);
        if (disabled is not null)
        {
            subscription = await DisableAsync(subscription, disabled, stopping);
        }
        else if (attempts == 1)
        {
            log.WebhookFailed(subscription.Id, outcome.Problem, next - now);
        }

        return (delivery, subscription);
    }

    /// <summary>Ends a subscription until somebody enables it again.</summary>
    /// <returns>The subscription as it is then.</returns>
    public async Task<Subscription> DisableAsync(Subscription subscription, string reason, CancellationToken stopping)
    {
        subscription = subscription with { DisabledBecause = reason };
        await engine.Subscriptions.SaveAsync(subscription, stopping);
        log.WebhookDisabled(subscription.Id, reason);
        return subscription;
    }

    /// <summary>
    /// The message that was not taken when the last process ended, or the subscription was disabled, if there is one: it
    /// is always the newest. One that was given up begins anew.
    /// </summary>
    public async Task<Delivery?> PendingAsync(Subscription subscription, CancellationToken stopping) =>
        (await engine.Subscriptions.DeliveriesAsync(subscription.Id, cursor: null, 1, stopping)).Items is
            [{ Status: DeliveryStatus.Pending } pending]
            ? pending.NextAt is null ? pending with { Attempts = 0, FirstAt = time.GetUtcNow() } : pending
            : null;

    /// <summary>What it tells of is not on record any more.</summary>
    public Task WithdrawAsync(Subscription subscription, Delivery delivery, CancellationToken stopping) =>
        engine.Subscriptions.SaveAsync(
            subscription.Id, delivery with { Status = DeliveryStatus.Withdrawn, NextAt = null }, bookmark: null, stopping);

    /// <summary>Returns when it is time for the next attempt.</summary>
    public Task WaitAsync(Delivery pending, CancellationToken stopping)
    {
        var wait = (pending.NextAt ?? DateTimeOffset.MinValue) - time.GetUtcNow();
        return wait > TimeSpan.Zero ? Task.Delay(wait < RetryPlan.MaxDelay ? wait : RetryPlan.MaxDelay, time, stopping) : Task.CompletedTask;
    }
}
