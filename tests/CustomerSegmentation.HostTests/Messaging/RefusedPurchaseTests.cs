using System.Text;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Orders;
using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.HostTests.Brokers;
using RabbitMQ.Client;

namespace CustomerSegmentation.HostTests.Messaging;

/// <summary>What cannot be recorded goes to the error queue, and says why.</summary>
[Collection(BrokerCollection.Name)]
public sealed class RefusedPurchaseTests(SharedBroker shared)
{
    public static TheoryData<string, string> BadBodies => new()
    {
        { "", RefusalCodes.MalformedJson },
        { "not JSON", RefusalCodes.MalformedJson },
        { """{"eventId":"E-1","customerId":""", RefusalCodes.MalformedJson },
        { "[]x", RefusalCodes.MalformedJson },
        { "42", RefusalCodes.WrongType },
        { """{"events":{"eventId":"E-1"}}""", RefusalCodes.WrongType },
        { """{"eventId":"E-1"}""", RefusalCodes.MissingField },
        { Purchases.Event("E-1").Replace("\"C-1001\"", "1001", StringComparison.Ordinal), RefusalCodes.WrongType },
        { Purchases.Event("E-1").Replace("purchase", "gift", StringComparison.Ordinal), RefusalCodes.InvalidType },
        { Purchases.Event("E-1").Replace("10:15:00Z", "10:15:00", StringComparison.Ordinal), RefusalCodes.InvalidTime },
        { Purchases.Event("E-1", "\"12,50\""), RefusalCodes.InvalidAmount },
        { Purchases.Event("E-1", "\"NaN\""), RefusalCodes.InvalidAmount },
        { Purchases.Event("E-1", "1e30"), RefusalCodes.InvalidAmount },
        { """{"messageType":["urn:message:Shop:Purchase"],"message":{"eventId":"E-1"}}""", RefusalCodes.MissingField },
        { """{"messageType":["x"],"\ud800":1,"message":{}}""", RefusalCodes.MissingField },
    };

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task A_body_of_which_nothing_counts_is_set_aside_byte_for_byte_with_its_reason(string body, string code)
    {
        var engine = new ControllableEngine();
        var broker = await shared.GetAsync();
        await using var host = await MessagingHost.StartFreshAsync(broker, engine);
        await using var shop = await broker.ConnectAsync();

        await shop.PublishAsync(BrokerNames.Purchases, body, new BasicProperties { MessageId = "M-1" });

        var refused = await Eventually.GetAsync(() => shop.TakeAsync(BrokerNames.Refused));
        refused.Text().ShouldBe(body);
        refused.Code().ShouldBe(code);
        refused.Header(RefusalHeaders.Reason).ShouldNotBeNullOrWhiteSpace();
        refused.Header(RefusalHeaders.MessageId).ShouldBe("M-1");
        refused.Header(RefusalHeaders.Exchange).ShouldBe("purchases");
        refused.BasicProperties.Persistent.ShouldBeTrue();
        engine.Recorded.ShouldBeEmpty();
    }

    [Fact]
    public async Task Bytes_that_are_not_text_are_set_aside_as_they_came()
    {
        var broker = await shared.GetAsync();
        await using var host = await MessagingHost.StartFreshAsync(broker, new ControllableEngine());
        await using var shop = await broker.ConnectAsync();
        byte[] body = [0xFF, 0x00, 0xC3, 0x28, (byte)'{'];

        await shop.PublishAsync(BrokerNames.Purchases, body);

        var refused = await Eventually.GetAsync(() => shop.TakeAsync(BrokerNames.Refused));
        refused.Body.ToArray().ShouldBe(body);
        refused.Code().ShouldBe(RefusalCodes.MalformedJson);
        refused.Header(RefusalHeaders.Index).ShouldBeNull();
    }

    [Fact]
    public async Task The_good_events_of_a_mixed_message_count_and_the_bad_ones_are_set_aside()
    {
        var engine = new ControllableEngine();
        var broker = await shared.GetAsync();
        await using var host = await MessagingHost.StartFreshAsync(broker, engine);
        await using var shop = await broker.ConnectAsync();
        var first = Purchases.Event("E-1", "10.00");
        await shop.PublishAsync(BrokerNames.Purchases, first);
        await Eventually.TrueAsync(() => engine.Recorded.Count == 1, "the first recorded");

        // Spaces and unknown fields show that the raw JSON is kept. Position 3 is refused by the engine, not the reader.
        const string Bad = """{ "eventId" : "E-3",  "mine": [1, {"a":2}] }""";
        var conflict = Purchases.Event("E-1", "11.00");
        await shop.PublishAsync(BrokerNames.Purchases, Purchases.List(
            Purchases.Event("E-2"), Bad, Purchases.Event("E-4"), conflict, "\"text\""));

        var refused = await Eventually.GetAsync(() => shop.TakeAsync(BrokerNames.Refused));
        refused.Text().ShouldBe($$"""{"events":[{{Bad}},{{conflict}},"text"]}""");
        refused.Header(RefusalHeaders.Index).ShouldBe("1,3,4");
        refused.Code().ShouldBe("missing_field,conflict,wrong_type");
        refused.Header(RefusalHeaders.Reason)!.Split('\n').Select(line => line[..2]).ShouldBe(["1:", "3:", "4:"]);
        engine.Recorded.Keys.Order().ShouldBe(["E-1", "E-2", "E-4"]);
        engine.Recorded["E-1"].Amount.ShouldBe(10m);
    }

    [Fact]
    public async Task A_message_with_too_many_events_is_set_aside_as_a_whole()
    {
        var engine = new ControllableEngine();
        var broker = await shared.GetAsync();
        await using var host = await MessagingHost.StartFreshAsync(broker, engine);
        await using var shop = await broker.ConnectAsync();
        var body = Purchases.List(Enumerable.Range(0, 10_000).Select(i => Purchases.Event($"E-{i}")));

        await shop.PublishAsync(BrokerNames.Purchases, body);

        var refused = await Eventually.GetAsync(() => shop.TakeAsync(BrokerNames.Refused));
        refused.Code().ShouldBe(RefusalCodes.TooManyEvents);
        refused.Text().ShouldBe(body);
        engine.Recorded.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_body_of_two_megabytes_is_recorded_and_one_beyond_the_limit_is_set_aside()
    {
        var engine = new ControllableEngine();
        var broker = await shared.GetAsync();
        await using var host = await MessagingHost.StartFreshAsync(broker, engine);
        await using var shop = await broker.ConnectAsync();
        string Padded(string id, int bytes) =>
            Purchases.Event(id)[..^1] + $$""","note":"{{new string('x', bytes)}}"}""";

        await shop.PublishAsync(BrokerNames.Purchases, Padded("E-1", 2 * 1024 * 1024));
        // Beyond what the client library takes by itself, too: it would close the connection, over and over.
        await shop.PublishAsync(BrokerNames.Purchases, Padded("E-2", 70 * 1024 * 1024));

        var refused = await Eventually.GetAsync(() => shop.TakeAsync(BrokerNames.Refused));
        refused.Code().ShouldBe(RefusalCodes.TooLarge);
        refused.Body.Length.ShouldBe(Encoding.UTF8.GetByteCount(Padded("E-2", 70 * 1024 * 1024)));
        await Eventually.TrueAsync(() => engine.Recorded.ContainsKey("E-1"), "the smaller one recorded");
        engine.Recorded.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_thousand_refused_events_have_headers_that_the_broker_takes()
    {
        var broker = await shared.GetAsync();
        await using var host = await MessagingHost.StartFreshAsync(broker, new ControllableEngine());
        await using var shop = await broker.ConnectAsync();
        var body = Purchases.List(Enumerable.Range(0, 1_000).Select(i => $$"""{"eventId":"E-{{i}}"}"""));

        // The shop's own headers nearly fill a frame; copied beside ours they would not fit.
        await shop.PublishAsync(BrokerNames.Purchases, body, new BasicProperties
        {
            MessageId = "M-1",
            Headers = new Dictionary<string, object?> { ["mine"] = new string('x', 125_000) },
        });

        var refused = await Eventually.GetAsync(() => shop.TakeAsync(BrokerNames.Refused));
        refused.Text().ShouldBe(body);
        refused.Header(RefusalHeaders.Index)!.Split(',').Length.ShouldBe(1_000);
        refused.Header(RefusalHeaders.Reason)!.Length.ShouldBeLessThan(2_100);
        refused.Header(RefusalHeaders.Reason)!.ShouldEndWith("more");
    }
}
