using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.HostTests.Brokers;

namespace CustomerSegmentation.Benchmarks.Rows;

/// <summary>
/// The product's host empties a quorum queue that was filled before, durable, from the first message taken to the
/// last acknowledged; broker and host share the machine. Ceiling: <see cref="IdleConsumer"/> on as full a queue.
/// </summary>
internal static class RabbitMqRow
{
    public static async IAsyncEnumerable<Row> MeasureAsync(Bench bench, int eventsPerMessage)
    {
        var name = $"rabbitmq-{eventsPerMessage}";
        if (!RabbitMqBroker.IsInstalled)
        {
            yield return Row.Missing(name, "events/s", RabbitMqBroker.NotInstalled);
            yield break;
        }

        var customers = bench.Pick(100_000, 20_000);
        var messages = eventsPerMessage == 1 ? bench.Pick(300_000, 20_000) : bench.Pick(10_000, 2_000);
        var events = messages * eventsPerMessage;
        var folder = await Shop.FilledAsync(bench, customers, orders: 1);
        await using var broker = new RabbitMqBroker();
        await broker.StartAsync();
        await DeclareAsync(broker, folder);
        await using var publisher = await Publisher.ConnectAsync(broker);
        var live = Shop.Live(customers);
        using var watch = new EngineWatch();
        long total = 0;
        byte[][] bodies = [];
        var (ours, ceiling) = await Repeats.InterleaveAsync(
            bench.Pick(3, 1),
            async () =>
            {
                bodies = Bodies(live, messages, eventsPerMessage);
                await FillAsync(publisher, BrokerNames.Purchases, bodies);
                var deliveries = new Deliveries(messages);
                var recorded = watch.Recorded;
                await using (await ShopHost.StartAsync(folder, broker, deliveries))
                {
                    await deliveries.All;
                    await EmptyAsync(broker, BrokerNames.PurchaseQueue);
                }

                Check.Equal(events, watch.Recorded - recorded);
                total += events;
                return events / (await deliveries.All).TotalSeconds;
            },
            async () =>
            {
                await FillAsync(publisher, IdleConsumer.Queue, bodies);
                var deliveries = new Deliveries(messages);
                var bus = await IdleConsumer.StartAsync(broker, deliveries);
                await deliveries.All;
                await EmptyAsync(broker, IdleConsumer.Queue);
                await bus.StopAsync();
                return events / (await deliveries.All).TotalSeconds;
            });
        Check.Equal(0, watch.Duplicates);
        Check.Equal(total, watch.Recorded);
        Check.Equal(customers + total, Shop.EventsOnRecord(folder));
        var row = Row.Of(name, "events/s", ours, ceiling,
            $"{messages:N0} messages of {bodies[0].Length:N0} bytes, {customers:N0} customers, prefetch and concurrency as shipped, "
            + $"{watch.Migrations / (double)total:0.00} migrations an event");
        yield return eventsPerMessage == 1 ? row.AtLeastOfCeiling(0.7) : row.AtLeast(300_000);
    }

    /// <summary>Both start once, so that their queues are there to be filled.</summary>
    private static async Task DeclareAsync(RabbitMqBroker broker, string folder)
    {
        await using (await ShopHost.StartAsync(folder, broker))
        {
        }

        await (await IdleConsumer.StartAsync(broker)).StopAsync();
    }

    private static byte[][] Bodies(Traffic live, int messages, int eventsPerMessage)
    {
        var bodies = new byte[messages][];
        for (var i = 0; i < messages; i++)
        {
            bodies[i] = Traffic.ToMessage(live.Next(eventsPerMessage));
        }

        return bodies;
    }

    private static async Task FillAsync(Publisher publisher, string exchange, byte[][] bodies)
    {
        foreach (var body in bodies)
        {
            await publisher.SendAsync(exchange, body);
        }

        await publisher.ConfirmedAsync();
    }

    /// <summary>The broker's own count, messages in hand of a consumer included: every acknowledgement has arrived.</summary>
    private static Task EmptyAsync(RabbitMqBroker broker, string queue) => Eventually.TrueAsync(
        async () => (await broker.ControlAsync("list_queues", "name", "messages")).Split('\n').Contains($"{queue}\t0"),
        $"{queue} empty");
}
