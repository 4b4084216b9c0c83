using RabbitMQ.Client;

namespace CustomerSegmentation.HostTests.Brokers;

/// <summary>The tests' own broker must itself be trusted: it loses nothing of what it has confirmed.</summary>
[Collection(BrokerKillCollection.Name)]
public sealed class RabbitMqBrokerTests(SharedBroker shared)
{
    [Fact]
    public async Task A_confirmed_message_survives_kill_and_restart_on_the_same_port()
    {
        var broker = await shared.GetAsync();
        const string Queue = "survivor";
        await using (var owner = await broker.ConnectAsync())
        {
            await owner.DeclareQuorumAsync(Queue);
            await owner.Channel.ExchangeDeclareAsync(Queue, "fanout", durable: true, autoDelete: false);
            await owner.Channel.QueueBindAsync(Queue, Queue, "");
        }

        // So that the queue itself is on record; see KillAsync.
        await broker.RestartAsync();
        await using (var before = await broker.ConnectAsync())
        {
            await before.PublishAsync(Queue, "kept");
        }

        await broker.KillAsync();
        broker.IsRunning.ShouldBeFalse();
        await broker.StartAsync();
        await broker.RestartAsync();

        await using var after = await broker.ConnectAsync();
        var message = await Eventually.GetAsync(() => after.TakeAsync(Queue));
        message.Body.ToArray().ShouldBe("kept"u8.ToArray());
    }

    [Fact]
    public async Task A_queue_forgotten_right_after_a_restart_can_be_declared_again()
    {
        const string Queue = "forgotten";
        var broker = await shared.GetAsync();
        await using (var owner = await broker.ConnectAsync())
        {
            await owner.DeclareQuorumAsync(Queue);
        }

        await broker.RestartAsync();
        await broker.ForgetAsync(Queue);

        await using var next = await broker.ConnectAsync();
        await next.DeclareQuorumAsync(Queue);
        await next.Channel.BasicPublishAsync("", Queue, mandatory: true, new BasicProperties(), "kept"u8.ToArray());
        var message = await Eventually.GetAsync(() => next.TakeAsync(Queue));
        message.Body.ToArray().ShouldBe("kept"u8.ToArray());
    }
}
