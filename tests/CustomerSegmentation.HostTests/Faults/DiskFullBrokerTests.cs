using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.HostTests.Brokers;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>While the disk is full purchases wait where they are safe: with the broker.</summary>
public abstract class DiskFullBrokerTests(SharedBroker shared)
{
    /// <summary>What it runs on.</summary>
    private protected abstract HostUnderTest Host { get; }

    [Fact]
    public async Task Messages_stay_with_the_broker()
    {
        using var disk = SmallDisk.Mount(megabytes: 16);
        var broker = await shared.GetAsync();
        await broker.ForgetQueuesAsync();
        var trade = PurchaseLoad.Of(seed: 17, events: 1_000);
        await using var host = await Host.StartAsync(disk.Data, ["--Clock", "event", "--Window", "all", .. broker.Options()]);
        await using var shop = await broker.ConnectAsync();

        disk.Fill();
        foreach (var message in trade.Messages)
        {
            await shop.PublishAsync(BrokerNames.Purchases, PurchaseLoad.Body(message));
        }

        await host.MissesRoomAsync();
        (await broker.DepthAsync()).ShouldBeGreaterThan(0);
        (await broker.RefusedAsync()).ShouldBe(0u);
        disk.MakeRoom();

        await broker.DrainedAsync();
        (await broker.RefusedAsync()).ShouldBe(0u);
        await host.NothingIsLostOrCountedTwiceAsync(trade.Events);
    }
}
