using CustomerSegmentation.HostTests.Brokers;
using CustomerSegmentation.HostTests.Faults;

namespace CustomerSegmentation.HostTests.Soak;

/// <summary>
/// The soak of the benchmarks in short: a stream that goes on while the engine, then the broker, then both at once, as when a
/// machine loses its power, are killed and come back, and the engine's answers beside the shop's own books. How fast and in how much memory is not its question.
/// </summary>
public abstract class SoakTests(SharedBroker shared)
{
    private const int Events = 9_000;

    /// <summary>What it runs on.</summary>
    private protected abstract HostUnderTest Host { get; }

    [Fact]
    public async Task Every_customer_has_each_order_once_after_engine_and_broker_were_killed_under_a_stream()
    {
        var broker = await shared.GetAsync();
        await broker.ForgetQueuesAsync();
        using var folder = new DataFolder();
        string[] options = [.. broker.Options(), .. Host.Restless(new(5))];
        await (await Host.StartAsync(folder.Path, options)).StopAsync();
        await broker.RestartAsync(); // so that the queues are on record before a kill; see KillAsync

        var shop = new SoakShop(customers: 500);
        await using var stream = SoakStream.Start(broker.Address, shop, perSecond: 2_000, Events);
        stream.Ceiling = Events * 5 / 6; // or a busy machine would see its end before the last kill
        await using (var first = await Host.StartAsync(folder.Path, options))
        {
            await ReachAsync(stream, Events / 4);
            await first.KillAsync();
        }

        await using (var second = await Host.StartAsync(folder.Path, options))
        {
            await ReachAsync(stream, Events / 2);
            await broker.KillAsync();
            await broker.StartAsync();
            await ReachAsync(stream, Events * 3 / 4);
            await Task.WhenAll(broker.KillAsync(), second.KillAsync());
        }

        stream.Ended.IsCompleted.ShouldBeFalse("They must be killed under the stream.");
        stream.Ceiling = Events;
        await broker.StartAsync();
        await using var host = await Host.StartAsync(folder.Path, options);
        await stream.Ended.WaitAsync(Eventually.WaitTimeout, TimeProvider.System);
        await host.ReadyAsync();
        await broker.DrainedAsync();

        (stream.Confirmed, shop.Sold).ShouldBe((Events, Events));
        (await broker.RefusedAsync()).ShouldBe(0u);
        (await SoakAudit.OfAsync(host.Http, shop)).ShouldBe(new(Events, 0, 0, 0, 0, ""));

        await host.StopAsync();
        await using var again = await Host.StartAsync(folder.Path, options);
        (await SoakAudit.OfAsync(again.Http, shop)).ShouldBe(new(Events, 0, 0, 0, 0, ""), "After a clean restart.");
    }

    private static Task ReachAsync(SoakStream stream, int confirmed) =>
        Eventually.TrueAsync(() => stream.Confirmed >= confirmed || stream.Ended.IsFaulted, $"{confirmed} events confirmed");
}
