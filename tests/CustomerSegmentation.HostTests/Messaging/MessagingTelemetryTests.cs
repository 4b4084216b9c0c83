using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.HostTests.Brokers;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace CustomerSegmentation.HostTests.Messaging;

/// <summary>A purchase can be followed from the shop's trace, and messages are counted.</summary>
[Collection(BrokerCollection.Name)]
public sealed class MessagingTelemetryTests(SharedBroker shared)
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";

    [Fact]
    public async Task A_message_is_followed_in_the_trace_that_published_it()
    {
        var engine = new ControllableEngine();
        var broker = await shared.GetAsync();
        var followed = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "CustomerSegmentation",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            // Other tests record at the same time.
            ActivityStopped = activity =>
            {
                if (activity.TraceId.ToHexString() == Trace)
                {
                    followed.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var host = await MessagingHost.StartFreshAsync(broker, engine);
        await using var shop = await broker.ConnectAsync();

        await shop.PublishAsync(
            BrokerNames.Purchases, Purchases.List(Purchases.Event("E-1"), Purchases.Event("E-2"), "{}"), new BasicProperties
            {
                Headers = new Dictionary<string, object?>
                {
                    ["traceparent"] = $"00-{Trace}-b7ad6b7169203331-01",
                },
            });
        await Eventually.TrueAsync(() => !followed.IsEmpty, "an activity");

        var activity = followed.Single();
        activity.ParentSpanId.ToHexString().ShouldBe("b7ad6b7169203331");
        activity.GetTagItem("segmentation.events").ShouldBe(3);
        activity.GetTagItem("segmentation.recorded").ShouldBe(2);
        activity.GetTagItem("segmentation.refused").ShouldBe(1);
    }

    [Fact]
    public async Task Messages_are_counted_and_so_are_those_with_something_refused()
    {
        var broker = await shared.GetAsync();
        var counts = new ConcurrentDictionary<string, long>();
        await using var host = await MessagingHost.StartFreshAsync(broker, new ControllableEngine());
        var meters = host.Services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Scope == meters && instrument.Name.StartsWith("segmentation.messages", StringComparison.Ordinal))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
            counts.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        listener.Start();
        await using var shop = await broker.ConnectAsync();

        await shop.PublishAsync(BrokerNames.Purchases, Purchases.Event("E-1"));
        await shop.PublishAsync(BrokerNames.Purchases, Purchases.List(Purchases.Event("E-2"), "{}"));

        await Eventually.TrueAsync(
            () => counts.GetValueOrDefault("segmentation.messages.refused") == 1, "the refused message counted");
        await Eventually.TrueAsync(
            () => counts.GetValueOrDefault("segmentation.messages.received") == 2, "both messages counted");
    }
}
