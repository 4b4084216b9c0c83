using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.HostTests.Brokers;
using CustomerSegmentation.HostTests.Faults;

namespace CustomerSegmentation.HostTests.Outbound;

/// <summary>The engine dies between a commit and what should come of it elsewhere. Slow: every life takes a second or more.</summary>
public abstract class OutboundKillTests(SharedBroker shared)
{
    private const int Kills = 5; // KillTests has twenty, and what is sent onward comes from the same record

    /// <summary>What it runs on.</summary>
    private protected abstract HostUnderTest Host { get; }

    [Theory]
    [InlineData(17_891_405)]
    public async Task No_segment_change_is_lost_over_kills_and_each_repeat_bears_the_id_it_had(int seed)
    {
        var broker = await shared.GetAsync();
        await broker.ForgetQueuesAsync();
        await broker.SubscribeAsync();
        using var folder = new DataFolder();
        var random = new Random(seed);
        var trade = PurchaseLoad.Of(seed, events: 5_000);
        var options = new Func<string[]>(() =>
            [.. broker.Options(), "--Clock", "event", "--Window", "all", "--Onward:Replays", "true", .. Host.Restless(random)]);
        await (await Host.StartAsync(folder.Path, options())).StopAsync();

        var kills = 0;
        foreach (var parcel in trade.Messages.Chunk((trade.Messages.Count / Kills) + 1).Take(Kills))
        {
            await using var host = Host.Launch(folder.Path, options());
            var delivering = PublishAsync(broker, parcel);
            await RandomKill.StrikeAsync(Host, host, random);
            await delivering;
            kills++;
        }

        kills.ShouldBe(Kills);
        await using var last = await Host.StartAsync(folder.Path, options());
        await broker.DrainedAsync();
        await last.NothingIsLostOrCountedTwiceAsync(trade.Events, $"Seed {seed}.");
        var onRecord = (await last.MigrationsAsync()).Select(one =>
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
        once.Count.ShouldBe(onRecord.Count, $"Seed {seed}. {seen.Count} came.");
        once.Select(change => (change.Customer, change.Sequence)).ToHashSet().SetEquals(onRecord).ShouldBeTrue();
        foreach (var customer in once.GroupBy(change => change.Customer))
        {
            customer.Select(change => change.Sequence).ShouldBe(Enumerable.Range(1, customer.Count()), $"Seed {seed}. {customer.Key}");
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
