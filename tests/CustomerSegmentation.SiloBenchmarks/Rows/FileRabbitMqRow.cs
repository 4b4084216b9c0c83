using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.HostTests.Brokers;
using CustomerSegmentation.SiloBenchmarks.Harness;
using MassTransit;

namespace CustomerSegmentation.SiloBenchmarks.Rows;

/// <summary>
/// A silo on a file empties a quorum queue that was filled before, one event a message, from the first message taken to the last
/// acknowledged; its customers are in memory. Ceiling: <see cref="IdleConsumer"/> on as full a queue.
/// </summary>
internal static class FileRabbitMqRow
{
    private const string Name = "silo-file-rabbitmq";

    public static async IAsyncEnumerable<Row> MeasureAsync(Bench bench)
    {
        if (!RabbitMqBroker.IsInstalled)
        {
            yield return Row.Missing(Name, "events/s", RabbitMqBroker.NotInstalled);
            yield break;
        }

        var customers = bench.Pick(100_000, 20_000);
        var messages = bench.Pick(200_000, 20_000);
        await using var broker = new RabbitMqBroker();
        await broker.StartAsync();
        await using var silo = await SiloHost.OnFileAsync(bench.NewFolder(), broker);
        await (await IdleConsumer.StartAsync(broker)).StopAsync(); // so that its queue is there to be filled
        var traffic = new Traffic(customers, TimeProvider.System.GetUtcNow().AddHours(-12), TimeSpan.FromMilliseconds(1), seed: 2);
        foreach (var lot in traffic.Lots(customers, 1_000))
        {
            await silo.Engine.RecordAsync(lot);
        }

        await silo.Bus.StopAsync();
        await using var publisher = await Publisher.ConnectAsync(broker);
        var deliveries = new CurrentDeliveries();
        silo.Bus.ConnectReceiveObserver(deliveries);
        var found = await Sides.InterleaveAsync(bench.Pick(3, 1), new Side("silo", messages, SiloAsync), new Side("idle", messages, IdleAsync));
        var waiting = await broker.ControlAsync("list_queues", "name", "messages");
        Check.True(waiting.Split('\n').Contains($"{BrokerNames.PurchaseQueue}\t0"));
        yield return Row.Of(Name, "events/s", found[0].Rate, found[1].Rate,
            $"{messages:N0} messages of one event, {customers:N0} customers, none new, prefetch and concurrency as shipped; processor time of an event "
            + $"{found[0].Microseconds.Median:0} µs, the ceiling's {found[1].Microseconds.Median:0} µs, filling the queue included in both")
            .AtLeastOfCeiling(0.35);

        async Task<double> SiloAsync(int round)
        {
            await FillAsync(BrokerNames.Purchases);
            deliveries.Current = new(messages);
            await silo.Bus.StartAsync();
            var took = await deliveries.Current.All;
            await EmptyAsync(BrokerNames.PurchaseQueue);
            await silo.Bus.StopAsync();
            return messages / took.TotalSeconds;
        }

        async Task<double> IdleAsync(int round)
        {
            await FillAsync(IdleConsumer.Queue);
            var taken = new Deliveries(messages);
            var bus = await IdleConsumer.StartAsync(broker, taken);
            var took = await taken.All;
            await EmptyAsync(IdleConsumer.Queue);
            await bus.StopAsync();
            return messages / took.TotalSeconds;
        }

        async Task FillAsync(string exchange)
        {
            for (var i = 0; i < messages; i++)
            {
                await publisher.SendAsync(exchange, Traffic.ToMessage(traffic.Next(1)));
            }

            await publisher.ConfirmedAsync();
        }

        Task EmptyAsync(string queue) => Eventually.TrueAsync(
            async () => (await broker.ControlAsync("list_queues", "name", "messages")).Split('\n').Contains($"{queue}\t0"),
            $"{queue} empty");
    }

    /// <summary>The bus keeps its observers over its starts.</summary>
    private sealed class CurrentDeliveries : IReceiveObserver
    {
        public Deliveries Current { get; set; } = new(int.MaxValue);

        public Task PreReceive(ReceiveContext context) => Current.PreReceive(context);

        public Task PostReceive(ReceiveContext context) => Current.PostReceive(context);

        public Task ReceiveFault(ReceiveContext context, Exception exception) => Current.ReceiveFault(context, exception);

        public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
            where T : class => Task.CompletedTask;

        public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
            where T : class => Task.CompletedTask;
    }
}
