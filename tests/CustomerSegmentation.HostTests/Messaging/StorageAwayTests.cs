using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.HostTests.Brokers;

namespace CustomerSegmentation.HostTests.Messaging;

/// <summary>While the engine cannot record, messages stay with the broker; none is dropped or called bad.</summary>
[Collection(BrokerCollection.Name)]
public sealed class StorageAwayTests(SharedBroker shared)
{
    [Fact]
    public async Task Messages_wait_unacknowledged_and_are_recorded_when_storage_is_back()
    {
        var engine = new ControllableEngine();
        var broker = await shared.GetAsync();
        await using var host = await MessagingHost.StartFreshAsync(broker, engine);
        await using var shop = await broker.ConnectAsync();
        engine.TakeStorageAway();
        await PublishAsync(shop, 50);
        await Eventually.TrueAsync(() => engine.Waiting == 50, "50 messages in hand");

        await Eventually.TrueAsync(async () => await UnacknowledgedAsync(broker) == 50, "50 unacknowledged");
        engine.Recorded.ShouldBeEmpty();
        engine.BringStorageBack();

        await Eventually.TrueAsync(async () => await UnacknowledgedAsync(broker) == 0, "all acknowledged");
        engine.Recorded.Count.ShouldBe(50);
        engine.Duplicates.ShouldBe(0);
        (await shop.CountAsync(BrokerNames.Refused)).ShouldBe(0u);
    }

    [Fact]
    public async Task A_host_that_stops_while_storage_is_away_leaves_its_messages_to_the_next()
    {
        var engine = new ControllableEngine();
        var broker = await shared.GetAsync();
        await using (var host = await MessagingHost.StartFreshAsync(broker, engine))
        {
            await using var shop = await broker.ConnectAsync();
            engine.TakeStorageAway();
            await PublishAsync(shop, 300);
            await Eventually.TrueAsync(() => engine.Waiting > 0, "messages in hand");
        }

        await using (var probe = await broker.ConnectAsync())
        {
            await Eventually.TrueAsync(
                async () => await probe.CountAsync(BrokerNames.PurchaseQueue) == 300, "all given back");
            (await probe.CountAsync(BrokerNames.Refused)).ShouldBe(0u);
        }

        engine.BringStorageBack();
        await using var next = await MessagingHost.StartAsync(broker, engine);
        await Eventually.TrueAsync(() => engine.Recorded.Count == 300, "all recorded");
    }

    [Fact]
    public async Task A_broker_that_loses_patience_delivers_again()
    {
        Assert.SkipUnless(RabbitMqBroker.IsInstalled, RabbitMqBroker.NotInstalled);
        var engine = new ControllableEngine();
        // Its own, since others would not bear its impatience.
        await using var broker = new RabbitMqBroker();
        await broker.StartAsync();
        // 30 minutes and one minute by default: how long a message may be in hand, and how often a channel looks.
        await broker.ControlAsync("eval", "application:set_env(rabbit, consumer_timeout, 1000).");
        await broker.ControlAsync("eval", "application:set_env(rabbit, channel_tick_interval, 1000).");
        await using var host = await MessagingHost.StartFreshAsync(broker, engine);
        await using var shop = await broker.ConnectAsync();
        engine.TakeStorageAway();
        await PublishAsync(shop, 5);
        await Eventually.TrueAsync(() => engine.Calls >= 10, "all delivered again");

        engine.Recorded.ShouldBeEmpty();
        engine.BringStorageBack();

        await Eventually.TrueAsync(() => engine.Recorded.Count == 5, "all recorded");
        (await shop.CountAsync(BrokerNames.Refused)).ShouldBe(0u);
    }

    [Fact]
    public async Task A_message_given_back_more_often_than_RabbitMQ_4_would_bear_is_still_there()
    {
        var engine = new ControllableEngine();
        var broker = await shared.GetAsync();
        await (await MessagingHost.StartFreshAsync(broker, engine)).DisposeAsync();
        await using var client = await broker.ConnectAsync();
        await client.PublishAsync(BrokerNames.Purchases, Purchases.Event("E-1"));

        // 3.10 has no limit by default; that ours is declared is what this can show here.
        for (var i = 0; i < 25; i++)
        {
            var delivery = await Eventually.GetAsync(
                () => client.Channel.BasicGetAsync(BrokerNames.PurchaseQueue, autoAck: false));
            await client.Channel.BasicNackAsync(delivery.DeliveryTag, multiple: false, requeue: true);
        }

        var arguments = await broker.ControlAsync("list_queues", "name", "arguments");
        arguments.ShouldContain("\"x-delivery-limit\",2147483647");
        await using var host = await MessagingHost.StartAsync(broker, engine);
        await Eventually.TrueAsync(() => engine.Recorded.ContainsKey("E-1"), "the event recorded");
    }

    [Fact]
    public async Task An_engine_that_fails_unexpectedly_is_asked_again()
    {
        var engine = new ControllableEngine { Fault = call => call <= 2 ? new InvalidOperationException("A defect.") : null };
        var broker = await shared.GetAsync();
        await using var host = await MessagingHost.StartFreshAsync(broker, engine);
        await using var shop = await broker.ConnectAsync();

        await shop.PublishAsync(BrokerNames.Purchases, Purchases.Event("E-1"));

        await Eventually.TrueAsync(() => engine.Recorded.ContainsKey("E-1"), "the event recorded");
        engine.Calls.ShouldBe(3);
        (await shop.CountAsync(BrokerNames.Refused)).ShouldBe(0u);
    }

    [Fact]
    public async Task A_refused_event_waits_while_the_error_queue_cannot_take_it()
    {
        var broker = await shared.GetAsync();
        await using var host = await MessagingHost.StartFreshAsync(broker, new ControllableEngine());
        await using var shop = await broker.ConnectAsync();
        await shop.Channel.QueueUnbindAsync(BrokerNames.Refused, BrokerNames.Refused, "");

        await shop.PublishAsync(BrokerNames.Purchases, "not JSON");
        await Eventually.TrueAsync(async () => await UnacknowledgedAsync(broker) == 1, "the message in hand");
        await shop.Channel.QueueBindAsync(BrokerNames.Refused, BrokerNames.Refused, "");

        (await Eventually.GetAsync(() => shop.TakeAsync(BrokerNames.Refused))).Text().ShouldBe("not JSON");
        await Eventually.TrueAsync(async () => await UnacknowledgedAsync(broker) == 0, "the original acknowledged");
    }

    private static async Task PublishAsync(RabbitMqProbe shop, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await shop.PublishAsync(BrokerNames.Purchases, Purchases.Event($"E-{i}"));
        }
    }

    private static async Task<int> UnacknowledgedAsync(RabbitMqBroker broker)
    {
        var printed = await broker.ControlAsync("list_queues", "name", "messages_unacknowledged", "--no-table-headers");
        var queue = printed.Split('\n').Select(line => line.Split('\t')).Single(row => row[0] == BrokerNames.PurchaseQueue);
        return int.Parse(queue[1]);
    }
}
