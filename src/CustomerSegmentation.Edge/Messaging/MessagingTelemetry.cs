using System.Diagnostics;
using System.Diagnostics.Metrics;
using MassTransit;

namespace CustomerSegmentation.Edge.Messaging;

/// <summary>What messaging tells about itself, under the name <c>CustomerSegmentation</c>.</summary>
internal sealed class MessagingTelemetry
{
    private static readonly ActivitySource Source = new("CustomerSegmentation");

    private readonly Counter<long> _received;
    private readonly Counter<long> _refused;

    public MessagingTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create("CustomerSegmentation");
        _received = meter.CreateCounter<long>(
            "segmentation.messages.received", "{message}", "Messages that the broker handed over, again or for the first time.");
        _refused = meter.CreateCounter<long>(
            "segmentation.messages.refused", "{message}", "Messages of which something went to the error queue.");
    }

    /// <summary>Counts a message and follows it; its parent is the trace that published it, where the message says so.</summary>
    public Activity? Received(ReceiveContext message)
    {
        _received.Add(1);
        if (!Source.HasListeners())
        {
            return null;
        }

        ActivityContext publisher = default;
        if (message.TransportHeaders.TryGetHeader("traceparent", out var parent))
        {
            message.TransportHeaders.TryGetHeader("tracestate", out var state);
            _ = ActivityContext.TryParse(parent as string, state as string, isRemote: true, out publisher);
        }

        var activity = Source.StartActivity("purchases process", ActivityKind.Consumer, publisher);
        activity?.SetTag("messaging.destination.name", BrokerNames.PurchaseQueue);
        activity?.SetTag("messaging.message.redelivered", message.Redelivered);
        return activity;
    }

    public void Refused() => _refused.Add(1);
}
