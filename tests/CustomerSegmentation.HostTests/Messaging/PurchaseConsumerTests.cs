using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.HostTests.Brokers;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace CustomerSegmentation.HostTests.Messaging;

/// <summary>What the consumer understands.</summary>
[Collection(BrokerCollection.Name)]
public sealed class PurchaseConsumerTests(SharedBroker shared)
{
    [Theory]
    [InlineData(null)]
    [InlineData("application/json")]
    [InlineData("application/vnd.masstransit+json")]
    [InlineData("text/plain; charset=utf-8")]
    [InlineData("no content type at all")]
    public async Task A_plain_event_is_recorded_whatever_its_content_type(string? contentType)
    {
        var engine = new ControllableEngine();
        var broker = await shared.GetAsync();
        await using var host = await MessagingHost.StartFreshAsync(broker, engine);
        await using var shop = await broker.ConnectAsync();

        await shop.PublishAsync(
            BrokerNames.Purchases, Purchases.Event("E-1"), new BasicProperties { ContentType = contentType });

        await Eventually.TrueAsync(() => engine.Recorded.Count == 1, "the event recorded");
        engine.Recorded["E-1"].ShouldBe(new PurchaseEvent(
            "E-1", PurchaseEventType.Purchase, "C-1001", "O-E-1",
            new(2026, 11, 20, 10, 15, 0, TimeSpan.Zero), 59.90m, "EUR"));
    }

    [Fact]
    public async Task Every_event_of_a_batch_is_recorded_by_one_call()
    {
        var engine = new ControllableEngine();
        var broker = await shared.GetAsync();
        await using var host = await MessagingHost.StartFreshAsync(broker, engine);
        await using var shop = await broker.ConnectAsync();

        await shop.PublishAsync(
            BrokerNames.Purchases, Purchases.List(Enumerable.Range(0, 1_000).Select(i => Purchases.Event($"E-{i}"))));

        await Eventually.TrueAsync(() => engine.Recorded.Count == 1_000, "1,000 events recorded");
        engine.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_that_MassTransit_put_into_its_envelope_is_understood()
    {
        var engine = new ControllableEngine();
        var broker = await shared.GetAsync();
        await using var host = await MessagingHost.StartFreshAsync(broker, engine);
        var bus = Bus.Factory.CreateUsingRabbitMq(rabbit => rabbit.Host(broker.Address));
        await bus.StartAsync();
        try
        {
            var purchases = await bus.GetSendEndpoint(new($"exchange:{BrokerNames.Purchases}"));
            var at = new DateTimeOffset(2026, 11, 20, 10, 15, 0, TimeSpan.FromHours(1));
            await purchases.Send(new ShopPurchase("E-1", "C-1", "O-1", at, 12.5m));
            await purchases.Send(new ShopPurchases([new("E-2", "C-2", "O-2", at, 1m), new("E-3", "C-3", "O-3", at, 2m)]));

            await Eventually.TrueAsync(() => engine.Recorded.Count == 3, "3 events recorded");
            engine.Recorded["E-1"].ShouldBe(new("E-1", PurchaseEventType.Purchase, "C-1", "O-1", at, 12.5m));
            engine.Recorded["E-3"].Amount.ShouldBe(2m);
        }
        finally
        {
            await bus.StopAsync();
        }
    }

    [Fact]
    public async Task An_event_that_is_delivered_again_changes_nothing()
    {
        var engine = new ControllableEngine();
        var broker = await shared.GetAsync();
        await using var host = await MessagingHost.StartFreshAsync(broker, engine);
        await using var shop = await broker.ConnectAsync();

        await shop.PublishAsync(BrokerNames.Purchases, Purchases.Event("E-1"));
        await shop.PublishAsync(BrokerNames.Purchases, Purchases.Event("E-1"));

        await Eventually.TrueAsync(() => engine.Duplicates == 1, "the duplicate seen");
        engine.Recorded.Count.ShouldBe(1);
        (await shop.TakeAsync(BrokerNames.Refused)).ShouldBeNull();
    }

    [Fact]
    public async Task Purchases_are_published_over_the_broker_that_is_configured()
    {
        var engine = new ControllableEngine();
        await using var host = await MessagingHost.StartFreshAsync(await shared.GetAsync(), engine);

        await host.Services.GetRequiredService<PurchasePublisher>().PublishAsync(
            System.Text.Encoding.UTF8.GetBytes(Purchases.Event("E-1")));

        await Eventually.TrueAsync(() => engine.Recorded.ContainsKey("E-1"), "the event recorded");
    }
}

/// <summary>A shop's own type; MassTransit wants a namespace for it.</summary>
public sealed record ShopPurchase(
    string EventId, string CustomerId, string OrderId, DateTimeOffset OccurredAt, decimal Amount);

/// <summary>A shop's own list.</summary>
public sealed record ShopPurchases(IReadOnlyList<ShopPurchase> Events);
