using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.HostTests.Brokers;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>The engine dies at random moments, again and again, and comes back. Slow: every life takes a second or more.</summary>
public abstract class KillTests(SharedBroker shared)
{
    private const int Kills = 20;

    /// <summary>What it runs on.</summary>
    private protected abstract HostUnderTest Host { get; }

    [Theory]
    [InlineData(20_111_209)]
    public async Task Purchases_from_the_broker_survive_twenty_kills(int seed)
    {
        var broker = await shared.GetAsync();
        await broker.ForgetQueuesAsync();
        using var folder = new DataFolder();
        var random = new Random(seed);
        var trade = PurchaseLoad.Of(seed, events: 6_000);
        var options = new Func<string[]>(() =>
            [.. broker.Options(), "--Clock", "event", "--Window", "all", .. Host.Restless(random)]);
        await (await Host.StartAsync(folder.Path, options())).StopAsync();

        var deliveries = trade.Messages.Chunk((trade.Messages.Count / Kills) + 1).ToArray();
        for (var life = 0; life < Kills; life++)
        {
            await using var host = Host.Launch(folder.Path, options());
            var delivering = PublishAsync(broker, deliveries.ElementAtOrDefault(life) ?? []);
            await RandomKill.StrikeAsync(Host, host, random);
            await delivering;
        }

        var told = $"Seed {seed}.";
        await using var last = await Host.StartAsync(folder.Path, options());
        await broker.DrainedAsync();
        (await broker.RefusedAsync()).ShouldBe(0u, told);
        await last.NothingIsLostOrCountedTwiceAsync(trade.Events, told);

        await last.StopAsync();
        await using var again = await Host.StartAsync(folder.Path, options());
        await again.NothingIsLostOrCountedTwiceAsync(trade.Events, $"{told} After a clean restart.");
    }

    private static async Task PublishAsync(RabbitMqBroker broker, IReadOnlyList<IReadOnlyList<PurchaseEvent>> messages)
    {
        await using var shop = await broker.ConnectAsync();
        foreach (var message in messages)
        {
            await shop.PublishAsync(BrokerNames.Purchases, PurchaseLoad.Body(message));
        }
    }
}
