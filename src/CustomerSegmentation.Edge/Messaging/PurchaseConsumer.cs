using System.Diagnostics;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Edge.Events;
using CustomerSegmentation.Edge.Telemetry;
using CustomerSegmentation.Engine;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace CustomerSegmentation.Edge.Messaging;

/// <summary>
/// Takes purchases from the broker. A message is acknowledged when its good events are durable in the engine and its
/// bad ones are confirmed in the error queue; until then it stays with the broker.
/// </summary>
/// <remarks>
/// <para>
/// It is the first step of MassTransit's receive pipe and ends it. Nothing behind it runs: no deserialiser that would
/// want an envelope or a content type, no error handling that would move a good message to the error queue because
/// storage was away. Returning acknowledges, throwing gives the message back to the broker.
/// </para>
/// <para>
/// The only way out without an outcome is the message's own cancellation: the host is stopping, or the channel is
/// gone. Either way the broker delivers again, and the engine knows what it has already folded. One of these ways is
/// RabbitMQ's <c>consumer_timeout</c> (30 minutes by default): when storage is away for longer the broker closes the
/// channel, MassTransit opens a new one, and the messages come again.
/// </para>
/// </remarks>
internal sealed class PurchaseConsumer(
    ISegmentationEngine engine, MessagingTelemetry telemetry, RefusedEvents unreadable, TimeProvider time,
    ILogger<PurchaseConsumer> log)
    : IFilter<ReceiveContext>
{
    private static readonly Uri Refusals = new($"exchange:{BrokerNames.Refused}");

    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        using var activity = telemetry.Received(context);
        var body = context.Body.GetBytes();
        var (part, batch) = MessageEvents.In(body);
        var refused = batch.Refused;
        if (batch.Events.Count > 0)
        {
            var receipt = await RecordAsync(batch.Events, context.CancellationToken);
            refused = All(batch, receipt);
            activity?.SetTag("segmentation.recorded", receipt.Recorded);
            activity?.SetTag("segmentation.duplicates", receipt.Duplicates);
        }

        activity?.SetTag("segmentation.events", batch.Slices.Count);
        activity?.SetTag("segmentation.refused", refused.Count);
        if (refused.Count > 0)
        {
            var message = RefusedMessage.Of(body, body.AsSpan(part), batch, refused);
            await RefuseAsync(context, message);
            telemetry.Refused();
            foreach (var one in batch.Refused)
            {
                unreadable.Count(one.Code);
            }

            log.EventsRefused(refused.Count, batch.Slices.Count, MessageId(context), message.Code, message.Reason);
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("purchases");

    /// <summary>
    /// While storage is away the engine waits, and so does this. An engine that fails in a way it should not is asked
    /// again for as long as it takes: an event that was published is worth more than a free slot.
    /// </summary>
    private async Task<RecordReceipt> RecordAsync(IReadOnlyList<PurchaseEvent> events, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await engine.RecordAsync(events, cancellation);
            }
            catch (Exception failure) when (!cancellation.IsCancellationRequested)
            {
                log.RecordingFailed(failure, attempt, DelayAfter(attempt));
                await Task.Delay(DelayAfter(attempt), time, cancellation);
            }
        }
    }

    /// <summary>Returns once the broker has confirmed that the error queue has it.</summary>
    private async Task RefuseAsync(ReceiveContext context, RefusedMessage message)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var endpoint = await context.SendEndpointProvider.GetSendEndpoint(Refusals);
                await endpoint.Send(
                    new RawBody(message.Body), RawBody.Pipe(send => Explain(send, context, message)),
                    context.CancellationToken);
                return;
            }
            catch (Exception failure) when (!context.CancellationToken.IsCancellationRequested)
            {
                log.RefusingFailed(failure, attempt, DelayAfter(attempt));
                await Task.Delay(DelayAfter(attempt), time, context.CancellationToken);
            }
        }
    }

    private static void Explain(SendContext send, ReceiveContext original, RefusedMessage message)
    {
        send.Headers.Set(RefusalHeaders.Code, message.Code);
        send.Headers.Set(RefusalHeaders.Reason, message.Reason);
        send.Headers.Set(RefusalHeaders.Index, message.Index);
        send.Headers.Set(RefusalHeaders.MessageId, MessageId(original));
        if (original.TryGetPayload<RabbitMqBasicConsumeContext>(out var delivery))
        {
            send.Headers.Set(RefusalHeaders.Exchange, delivery.Exchange);
        }
    }

    /// <summary>What reader and engine refused, by position in the body; the engine counts only what it was given.</summary>
    private static IReadOnlyList<RefusedEvent> All(EventBatch batch, RecordReceipt receipt) =>
        receipt.Refused.Count == 0
            ? batch.Refused
            : [.. batch.Refused
                .Concat(receipt.Refused.Select(one => one with { Index = batch.Indexes[one.Index] }))
                .OrderBy(one => one.Index)];

    private static string? MessageId(ReceiveContext context) =>
        context.TransportHeaders.TryGetHeader("MessageId", out var id) ? id as string : null;

    /// <summary>Half a second, doubling up to half a minute.</summary>
    private static TimeSpan DelayAfter(int attempt) =>
        TimeSpan.FromSeconds(Math.Min(30, 0.5 * Math.Pow(2, Math.Min(attempt, 10) - 1)));
}
