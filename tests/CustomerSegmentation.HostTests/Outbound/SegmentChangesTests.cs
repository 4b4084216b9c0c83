using System.Text.Json;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Orders;
using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.Embedded;
using CustomerSegmentation.Engine;
using CustomerSegmentation.EngineContract;
using CustomerSegmentation.HostTests.Brokers;
using CustomerSegmentation.HostTests.Faults;
using CustomerSegmentation.HostTests.Messaging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerSegmentation.HostTests.Outbound;

/// <summary>From the record to whoever has bound a queue to <c>segment-changes</c>.</summary>
[Collection(BrokerOutageCollection.Name)]
public sealed class SegmentChangesTests(SharedBroker shared) : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly DataFolder _folder = new();
    private readonly ManualTime _time = new(Now);

    [Fact]
    public async Task A_migration_is_published_as_a_cloud_event_of_the_contract()
    {
        var broker = await shared.GetAsync();
        await broker.SubscribeAsync("segment.purchase");
        await using var engine = Open();
        await using var host = await MessagingHost.StartFreshAsync(broker, engine);

        await engine.RecordAsync([Bought("C 1", 1)]);

        var change = (await ComeAsync(broker, 1)).Single();
        change.RoutingKey.ShouldBe("segment.purchase");
        change.ContentType.ShouldStartWith("application/cloudevents+json");
        change.MessageId.ShouldBe(change.Id);
        change.Id.ShouldBe($"{engine.Record.Id}-1");
        var text = change.Event.GetRawText();
        change.Event.GetProperty("specversion").GetString().ShouldBe("1.0", text);
        change.Event.GetProperty("type").GetString().ShouldBe("segment.changed", text);
        change.Event.GetProperty("subject").GetString().ShouldBe("C 1", text);
        change.Event.GetProperty("source").GetString().ShouldBe("/customer-segmentation", text);
        change.Event.GetProperty("time").GetDateTimeOffset().ShouldBe(Now.AddDays(-1), text);
        change.Event.GetProperty("datacontenttype").GetString().ShouldBe("application/json", text);
        change.Data.GetProperty("from").ValueKind.ShouldBe(JsonValueKind.Null, text);
        change.Data.GetProperty("to").GetProperty("name").GetString().ShouldBe("New", text);
        change.Data.GetProperty("cause").GetString().ShouldBe("purchase", text);
        change.Data.GetProperty("eventId").GetString().ShouldBe("C 1-1", text);
    }

    [Fact]
    public async Task While_the_broker_is_away_changes_wait_on_record_and_come_in_order_afterwards()
    {
        var broker = await shared.GetAsync();
        await broker.SubscribeAsync();
        await using var engine = Open();
        await using var host = await MessagingHost.StartFreshAsync(broker, engine);
        await engine.RecordAsync([Bought("C0", 1)]);
        await ComeAsync(broker, 1);

        await broker.StopAsync();
        await engine.RecordAsync([.. Enumerable.Range(1, 40).Select(i => Bought($"C{i}", 1))]);
        await engine.RecordAsync([.. Enumerable.Range(1, 40).Select(i => Bought($"C{i}", 2, 2_000))]);
        await broker.StartAsync();

        var changes = await ComeAsync(broker, 80);
        foreach (var customer in changes.DistinctBy(change => change.Id).GroupBy(change => change.Customer))
        {
            customer.Select(change => change.Sequence).ShouldBe([1, 2], customer.Key);
        }
    }

    [Fact]
    public async Task While_a_queue_refuses_more_changes_wait_and_come_when_it_is_gone()
    {
        const string full = "segment-changes-full";
        var broker = await shared.GetAsync();
        await broker.SubscribeAsync();
        await broker.ForgetAsync(full);
        await using var shop = await broker.ConnectAsync();
        await shop.Channel.QueueDeclareAsync(full, durable: true, exclusive: false, autoDelete: false, arguments: new Dictionary<string, object?>
        {
            ["x-max-length"] = 1,
            ["x-overflow"] = "reject-publish",
        });
        await shop.Channel.QueueBindAsync(full, BrokerNames.SegmentChanges, "segment.*");
        await using var engine = Open();
        await using var host = await MessagingHost.StartFreshAsync(broker, engine);

        await engine.RecordAsync([Bought("A", 1), Bought("B", 1), Bought("C", 1)]);

        // Each attempt reaches the other queue too: a second one shows that the first was refused as a whole.
        var again = await ComeAsync(broker, seen => seen.Count(change => change.Customer == "A") >= 2);
        again.DistinctBy(change => change.Id).Count().ShouldBe(3);
        await broker.ForgetAsync(full);
        await engine.RecordAsync([Bought("D", 1)]);
        var rest = await ComeAsync(broker, change => change.Customer == "D");
        again.Concat(rest).DistinctBy(change => change.Id).Select(change => change.Customer).Order().ShouldBe(["A", "B", "C", "D"]);
    }

    [Fact]
    public async Task An_engine_that_publishes_for_the_first_time_begins_with_what_comes()
    {
        var broker = await shared.GetAsync();
        await broker.SubscribeAsync();
        await using (var before = Open())
        {
            await before.RecordAsync([Bought("Old", 1)]);
        }

        await using var engine = Open();
        await using var host = await MessagingHost.StartFreshAsync(broker, engine);
        await engine.RecordAsync([Bought("Young", 1)]);

        (await ComeAsync(broker, 1)).Single().Customer.ShouldBe("Young");
    }

    [Fact]
    public async Task A_historical_replay_is_not_published_then_or_later()
    {
        var broker = await shared.GetAsync();
        await broker.SubscribeAsync();
        await using (var replaying = Open(EngineClock.Event))
        await using (var host = await MessagingHost.StartFreshAsync(broker, replaying))
        {
            await replaying.RecordAsync([.. Enumerable.Range(0, 50).Select(i => Bought($"History{i}", 300 - i))]);
        }

        await using var engine = Open();
        await using var live = await MessagingHost.StartFreshAsync(broker, engine);
        await engine.RecordAsync([Bought("News", 1)]);

        var changes = await ComeAsync(broker, change => change.Customer == "News");
        changes.Select(change => change.Customer).Distinct().ShouldBe(["News"]);
    }

    [Fact]
    public async Task Customers_erased_before_they_could_be_published_are_passed_over()
    {
        var broker = await shared.GetAsync();
        await broker.SubscribeAsync();
        await using var engine = Open();
        await using var host = await MessagingHost.StartFreshAsync(broker, engine);
        await engine.RecordAsync([Bought("First", 1)]);
        await ComeAsync(broker, 1);

        await broker.StopAsync();
        await engine.RecordAsync([Bought("Erased", 1)]);
        await engine.RecordAsync([Bought("Kept", 1)]);
        await engine.RecordAsync([Bought("Erased too", 1)]);
        await engine.EraseCustomerAsync("Erased");
        await engine.EraseCustomerAsync("Erased too");
        await broker.StartAsync();
        await engine.RecordAsync([Bought("Last", 1)]);

        (await ComeAsync(broker, change => change.Customer == "Last")).Select(change => change.Customer).ShouldBe(["Kept", "Last"]);
    }

    public void Dispose() => _folder.Dispose();

    private static PurchaseEvent Bought(string customer, double daysAgo, decimal amount = 10) => new(
        $"{customer}-{daysAgo}", PurchaseEventType.Purchase, customer, $"{customer}-{daysAgo}", Now.AddDays(-daysAgo), amount);

    private static Task<List<Change>> ComeAsync(RabbitMqBroker broker, int changes) =>
        ComeAsync(broker, seen => seen.DistinctBy(change => change.Id).Count() == changes);

    private static Task<List<Change>> ComeAsync(RabbitMqBroker broker, Func<Change, bool> last) =>
        ComeAsync(broker, seen => seen.Any(last));

    private static async Task<List<Change>> ComeAsync(RabbitMqBroker broker, Func<List<Change>, bool> all)
    {
        var seen = new List<Change>();
        await Eventually.TrueAsync(
            async () =>
            {
                seen.AddRange(await broker.TakeChangesAsync());
                return all(seen);
            },
            "the segment changes");
        return seen;
    }

    private EmbeddedEngine Open(EngineClock clock = EngineClock.Wall) => EmbeddedEngine.Start(
        new() { Clock = clock }, new() { Data = _folder.Path, Lanes = 2 }, _time, NullLogger.Instance);
}
