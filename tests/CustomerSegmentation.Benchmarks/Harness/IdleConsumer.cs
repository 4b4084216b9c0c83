using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.HostTests.Brokers;
using MassTransit;

namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>
/// MassTransit on a queue like the product's, with the same prefetch and concurrency, whose receive pipe ends at its
/// head and does nothing: every message is acknowledged at once.
/// </summary>
internal static class IdleConsumer
{
    public const string Queue = "idle";

    public static async Task<IBusControl> StartAsync(RabbitMqBroker broker, IReceiveObserver? deliveries = null)
    {
        var options = new RabbitMqOptions();
        var bus = Bus.Factory.CreateUsingRabbitMq(rabbit =>
        {
            rabbit.Host("127.0.0.1", (ushort)broker.Port, "/", _ => { });
            rabbit.ReceiveEndpoint(Queue, endpoint =>
            {
                // As PurchaseEndpoint declares its own.
                endpoint.Bind(Queue);
                endpoint.SetQuorumQueue();
                endpoint.SetQueueArgument("x-delivery-limit", int.MaxValue);
                endpoint.BindDeadLetterQueue(Queue + "_error", Queue + "_error", refused => refused.SetQuorumQueue());
                endpoint.SetQueueArgument("x-dead-letter-strategy", "at-least-once");
                endpoint.SetQueueArgument("x-overflow", "reject-publish");
                endpoint.PrefetchCount = options.Prefetch;
                endpoint.ConcurrentMessageLimit = options.Concurrency;
                endpoint.AutoStart = true;
                endpoint.ConfigureReceive(pipe => pipe.UseFilter(new Nothing()));
            });
        });
        if (deliveries is not null)
        {
            bus.ConnectReceiveObserver(deliveries);
        }

        await bus.StartAsync();
        return bus;
    }

    private sealed class Nothing : IFilter<ReceiveContext>
    {
        public Task Send(ReceiveContext context, IPipe<ReceiveContext> next) => Task.CompletedTask;

        public void Probe(ProbeContext context) => context.CreateFilterScope("nothing");
    }
}
