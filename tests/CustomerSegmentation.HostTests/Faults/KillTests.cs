using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.HostTests.Brokers;
using CustomerSegmentation.HostTests.Outbound;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>
/// The engine dies at random moments, again and again, and comes back: also between a commit and what should come of it elsewhere. Slow:
/// every life takes a second or more.
/// </summary>
public abstract class KillTests(SharedBroker shared)
{
    private static readonly int Kills = TestRun.Times(always: 8, thorough: 20);

    /// <summary>What it runs on.</summary>
    private protected abstract HostUnderTest Host { get; }

    [Theory]
    [InlineData(20_111_209)]
    public async Task Purchases_from_the_broker_and_the_segment_changes_that_come_of_them_survive_kills(int seed)
    {
        var broker = await shared.GetAsync();
        await broker.ForgetQueuesAsync();
        await broker.SubscribeAsync();
        using var folder = new DataFolder();
        var random = new Random(seed);
        var trade = PurchaseLoad.Of(seed, events: 6_000);
        var options = new Func<string[]>(() =>
            [.. broker.Options(), "--Clock", "event", "--Window", "all", "--Onward:Replays", "true", .. Host.Restless(random)]);
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

        await EveryChangeIsPublishedAsync(last, broker, told);

        await last.StopAsync();
        await using var again = await Host.StartAsync(folder.Path, options());
        await again.NothingIsLostOrCountedTwiceAsync(trade.Events, $"{told} After a clean restart.");
    }

    private static async Task EveryChangeIsPublishedAsync(HostProcess host, RabbitMqBroker broker, string told)
    {
        var onRecord = (await host.MigrationsAsync()).Select(one =>
            (one.GetProperty("customerId").GetString()!, one.GetProperty("sequence").GetInt32())).ToHashSet();
        var seen = new List<Change>();
        await Eventually.TrueAsync(
            async () =>
            {
                seen.AddRange(await broker.TakeChangesAsync());
                return seen.Select(change => (change.Customer, change.Sequence)).ToHashSet().IsSupersetOf(onRecord);
            },
            "every migration on record published");

        // Who drops what bears an id that they have seen has each migration once, in each customer's order.
        var once = seen.DistinctBy(change => change.Id).ToList();
        once.Count.ShouldBe(onRecord.Count, $"{told} {seen.Count} came.");
        once.Select(change => (change.Customer, change.Sequence)).ToHashSet().SetEquals(onRecord).ShouldBeTrue();
        foreach (var customer in once.GroupBy(change => change.Customer))
        {
            customer.Select(change => change.Sequence).ShouldBe(Enumerable.Range(1, customer.Count()), $"{told} {customer.Key}");
        }

        foreach (var copies in seen.GroupBy(change => change.Id))
        {
            copies.Select(copy => copy.Event.GetRawText()).Distinct().Count().ShouldBe(1, copies.Key);
        }
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
