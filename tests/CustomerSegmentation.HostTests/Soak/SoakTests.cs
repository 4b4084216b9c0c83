using System.Text;
using CustomerSegmentation.HostTests.Brokers;
using CustomerSegmentation.HostTests.Faults;

namespace CustomerSegmentation.HostTests.Soak;

/// <summary>
/// The soak of the benchmarks in short: a stream that goes on while the engine and then the broker are killed and
/// come back, and the engine's answers beside the shop's own books. How fast and in how much memory is not its question.
/// </summary>
[Collection(BrokerKillCollection.Name)]
public sealed class SoakTests(SharedBroker shared)
{
    private const int Events = 15_000;

    [Fact]
    public async Task Every_customer_has_each_order_once_after_engine_and_broker_were_killed_under_a_stream()
    {
        var broker = await shared.GetAsync();
        await broker.ForgetQueuesAsync();
        using var folder = new DataFolder();
        string[] options = [.. broker.Options(), "--JournalBytes", "100000"]; // small: checkpoints go on meanwhile
        await (await EmbeddedProcess.StartAsync(folder.Path, options)).StopAsync();
        await broker.RestartAsync(); // so that the queues are on record before a kill; see KillAsync

        var shop = new SoakShop(customers: 500);
        await using var stream = SoakStream.Start(broker.Address, shop, perSecond: 2_000, Events);
        await using (var first = await EmbeddedProcess.StartAsync(folder.Path, options))
        {
            await ReachAsync(stream, Events / 4);
            await first.KillAsync();
        }

        await using var host = await EmbeddedProcess.StartAsync(folder.Path, options);
        await ReachAsync(stream, Events / 2);
        await broker.KillAsync();
        stream.Ended.IsCompleted.ShouldBeFalse("The broker must be killed under the stream.");
        await broker.StartAsync();
        await stream.Ended.WaitAsync(Eventually.WaitTimeout, TimeProvider.System);
        await host.ReadyAsync();
        await broker.DrainedAsync();

        (stream.Confirmed, shop.Sold).ShouldBe((Events, Events));
        (await broker.RefusedAsync()).ShouldBe(0u);
        (await SoakAudit.OfAsync(host.Http, shop)).ShouldBe(new(Events, 0, 0, 0, 0, ""));

        await host.StopAsync();
        await using var again = await EmbeddedProcess.StartAsync(folder.Path, options);
        (await SoakAudit.OfAsync(again.Http, shop)).ShouldBe(new(Events, 0, 0, 0, 0, ""), "After a clean restart.");
    }

    [Fact]
    public async Task An_audit_tells_of_what_is_missing_and_what_is_too_much()
    {
        using var folder = new DataFolder();
        await using var host = await EmbeddedProcess.StartAsync(folder.Path);
        var shop = new SoakShop(customers: 4);
        var now = TimeProvider.System.GetUtcNow();
        // By the stride of 7,919 = 3 (mod 4) these are, in turn, of the customers 0, 3, 2 and 1.
        var sales = Enumerable.Range(0, 4).Select(_ => shop.Sell(now)).ToArray();
        await host.PostEventsAsync(sales[0].Body);
        await host.PostEventsAsync(sales[0].Body); // known: changes nothing
        await host.PostEventsAsync(sales[1].Body);
        await host.PostEventsAsync(Changed(sales[1].Body, ("\"O-", "\"P-"), ("\"eventId\":\"", "\"eventId\":\"x"))); // once too often
        await host.PostEventsAsync(Changed(sales[2].Body, ("\"amount\":", "\"amount\":1"))); // for another amount; sales[3] never

        var audit = await SoakAudit.OfAsync(host.Http, shop);

        (audit.Orders, audit.Lost, audit.Doubled, audit.WrongSums, audit.Strangers).ShouldBe((4, 1, 1, 3, 1));
        audit.IsClean.ShouldBeFalse();
    }

    private static Task ReachAsync(SoakStream stream, int confirmed) =>
        Eventually.TrueAsync(() => stream.Confirmed >= confirmed || stream.Ended.IsFaulted, $"{confirmed} events confirmed");

    private static byte[] Changed(byte[] body, params (string From, string To)[] changes) => Encoding.UTF8.GetBytes(
        changes.Aggregate(Encoding.UTF8.GetString(body), (text, change) => text.Replace(change.From, change.To, StringComparison.Ordinal)));
}
