using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using CustomerSegmentation.HostTests.Messaging;
using Microsoft.Extensions.DependencyInjection;
using static CustomerSegmentation.HostTests.Api.ApiTesting;

namespace CustomerSegmentation.HostTests.Api;

/// <summary>What cannot be read is counted by its code, and what the engine refuses is left to the engine's own count.</summary>
public class RefusedEventsTests
{
    [Fact]
    public async Task What_cannot_be_read_over_HTTP_is_counted_once()
    {
        await using var host = await ApiHost.StartAsync();
        using var counts = new Counts(host.Services);

        // The last one conflicts with the first: that is the engine's.
        await host.PostEventsAsync(Purchase("a"), "{}", "7", "{}", Purchase("a", amount: "51"));
        using var lines = await host.Client.PostAsync("/api/v1/events", Ndjson("{oops\n"));
        using var body = await host.Client.PostAsync("/api/v1/events", Json("{oops"));

        counts.Sums.OrderBy(sum => sum.Key).Select(sum => (sum.Key, sum.Value))
            .ShouldBe([("malformed_json", 2), ("missing_field", 2), ("wrong_type", 1)]);
        var metrics = await host.Client.GetStringAsync("/metrics");
        metrics.Split('\n').Count(line => line == "# TYPE segmentation_events_refused counter").ShouldBe(1);
        metrics.ShouldContain("segmentation_events_refused_total{code=\"wrong_type\"} 1\n");
    }

    [Fact]
    public async Task What_cannot_be_read_in_a_message_is_counted_once()
    {
        await using var host = await MessagingHost.StartAsync(broker: null, new ControllableEngine(), demo: true);
        using var counts = new Counts(host.Services);
        await host.Services.GetRequiredService<CustomerSegmentation.Edge.Messaging.PurchasePublisher>().PublishAsync(
            System.Text.Encoding.UTF8.GetBytes(Purchases.List(Purchases.Event("E-1"), "{}")));

        await Eventually.TrueAsync(() => !counts.Sums.IsEmpty, "the refused event counted");
        counts.Sums.ShouldHaveSingleItem().ShouldBe(KeyValuePair.Create("missing_field", 1L));
    }

    /// <summary>What one host's edge counts; the engine's meter belongs to no host.</summary>
    private sealed class Counts : IDisposable
    {
        private readonly MeterListener _listener = new();

        public Counts(IServiceProvider services)
        {
            var factory = services.GetRequiredService<IMeterFactory>();
            _listener.InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "segmentation.events.refused" && instrument.Meter.Scope == factory)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
                Sums.AddOrUpdate((string)tags[0].Value!, value, (_, sum) => sum + value));
            _listener.Start();
        }

        public ConcurrentDictionary<string, long> Sums { get; } = new();

        public void Dispose() => _listener.Dispose();
    }
}
