namespace CustomerSegmentation.HostTests.Brokers;

/// <summary>The tests' own broker must itself be trusted: it loses nothing of what it has confirmed.</summary>
[Collection(BrokerCollection.Name)]
public sealed class RabbitMqBrokerTests(SharedBroker shared)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_confirmed_message_survives_a_restart_on_the_same_port(bool killed)
    {
        var broker = await shared.GetAsync();
        var queue = $"survivor-{killed}";
        await using (var owner = await broker.ConnectAsync())
        {
            await owner.Channel.QueueDeclareAsync(
                queue, durable: true, exclusive: false, autoDelete: false,
                new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
            await owner.Channel.ExchangeDeclareAsync(queue, "fanout", durable: true, autoDelete: false);
            await owner.Channel.QueueBindAsync(queue, queue, "");
        }

        // So that the queue itself is on record; see KillAsync.
        await broker.RestartAsync();
        await using (var before = await broker.ConnectAsync())
        {
            await before.PublishAsync(queue, "kept");
        }

        await (killed ? broker.KillAsync() : broker.StopAsync());
        broker.IsRunning.ShouldBeFalse();
        await broker.StartAsync();

        await using var after = await broker.ConnectAsync();
        var message = await Eventually.GetAsync(() => after.TakeAsync(queue));
        message.Body.ToArray().ShouldBe("kept"u8.ToArray());
    }
}
