using System.Text;
using CustomerSegmentation.Edge.Configuration;
using CustomerSegmentation.Edge.Messaging;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerSegmentation.HostTests.Messaging;

/// <summary>What a host gets with a broker, with a demo, and with neither.</summary>
public sealed class MessagingRegistrationTests
{
    [Fact]
    public async Task A_demo_without_a_broker_records_through_the_same_consumer_inside_the_process()
    {
        var engine = new ControllableEngine();
        await using var host = await MessagingHost.StartAsync(broker: null, engine, demo: true);
        var purchases = host.Services.GetRequiredService<PurchasePublisher>();

        await purchases.PublishAsync(Encoding.UTF8.GetBytes(Purchases.Event("E-1")));
        await purchases.PublishAsync(Encoding.UTF8.GetBytes(
            Purchases.List(Purchases.Event("E-2"), "{}", Purchases.Event("E-3"))));

        await Eventually.TrueAsync(() => engine.Recorded.Count == 3, "3 events recorded");
        (await host.HealthAsync()).Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_demo_that_is_faster_than_storage_waits()
    {
        var engine = new ControllableEngine();
        engine.TakeStorageAway();
        await using var host = await MessagingHost.StartAsync(broker: null, engine, demo: true);
        var purchases = host.Services.GetRequiredService<PurchasePublisher>();
        var published = 0;
        var shop = Task.Run(async () =>
        {
            for (var i = 0; i < 1_500; i++)
            {
                await purchases.PublishAsync(Encoding.UTF8.GetBytes(Purchases.Event($"E-{i}")));
                Interlocked.Increment(ref published);
            }
        });
        await Eventually.TrueAsync(() => Volatile.Read(ref published) == 1_000, "1,000 published");

        shop.IsCompleted.ShouldBeFalse();
        engine.BringStorageBack();
        await shop;

        await Eventually.TrueAsync(() => engine.Recorded.Count == 1_500, "all recorded");
    }

    [Fact]
    public async Task A_host_with_neither_broker_nor_demo_has_no_messaging()
    {
        await using var host = await MessagingHost.StartAsync(broker: null, new ControllableEngine());

        host.Services.GetService<IBus>().ShouldBeNull();
        host.Services.GetService<PurchasePublisher>().ShouldBeNull();
    }

    [Theory]
    [InlineData("Port", "0")]
    [InlineData("Prefetch", "70000")]
    [InlineData("Concurrency", "-1")]
    [InlineData("Port", "amqp")]
    public void A_setting_that_makes_no_sense_is_named(string name, string value)
    {
        var section = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Host"] = "localhost", [name] = value })
            .Build();

        var refused = Should.Throw<SettingsException>(
            () => new ServiceCollection().AddSegmentationMessaging(section, demo: false));

        refused.Message.ShouldContain(name);
        refused.Message.ShouldContain(value);
    }
}
