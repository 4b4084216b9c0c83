using System.Net;
using System.Text;
using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.HostTests.Brokers;
using CustomerSegmentation.HostTests.Messaging;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>The same bad events by both ways in, against the whole host: refused with the same codes, and nothing else suffers.</summary>
[Collection(BrokerCollection.Name)]
public sealed class BadInputTests(SharedBroker shared)
{
    private static readonly string First = Purchases.Event("E-first", "10.00");

    private static readonly (string Event, string? Code)[] Inputs =
    [
        (First.Replace("10.00", "11.00", StringComparison.Ordinal), "conflict"),
        (First.Replace("\"purchase\"", "\"refund\"", StringComparison.Ordinal), "conflict"),
        (First.Replace("\"amount\":10.00", "\"amount\":\"10.0\"", StringComparison.Ordinal), null),
        (Purchases.Event("E-1", "NaN"), "malformed_json"),
        (Purchases.Event("E-2", "-0.01"), "invalid_amount"),
        (Purchases.Event("E-3", "1e30"), "invalid_amount"),
        (Purchases.Event("E-4", "\"12,50\""), "invalid_amount"),
        (Purchases.Event("E-5", "true"), "wrong_type"),
        (At("E-6", "2026-11-20T10:15:00"), "invalid_time"),
        (At("E-7", "2999-01-01T00:00:00Z"), "future_time"),
        (At("E-8", "1970-01-01T00:00:00Z"), null),
        (Purchases.Event("E-9").Replace("\"EUR\"", "\"USD\"", StringComparison.Ordinal), "unknown_currency"),
        (Purchases.Event("E-10").Replace("\"EUR\"", "\"EURO\"", StringComparison.Ordinal), "invalid_currency"),
        (Purchases.Event(@"E-\u0007-11"), "invalid_id"),
        (Purchases.Event("E-12").Replace("C-1001", @"C-\n", StringComparison.Ordinal), "invalid_id"),
        (Purchases.Event("E-🛒-13").Replace("C-1001", "C-👩🏽‍🚀", StringComparison.Ordinal), null),
        (Purchases.Event(new string('e', 201)), "invalid_id"),
        (Purchases.Event(""), "invalid_id"),
        ("""{"eventId":"E-14","customerId":"C-1001"}""", "missing_field"),
        ("""{"eventId":"E-15","customerId":""", "malformed_json"),
    ];

    [Fact]
    public async Task Over_HTTP_every_bad_line_is_refused_by_its_code()
    {
        using var folder = new DataFolder();
        await using var host = await HostUnderTest.Embedded.StartAsync(folder.Path);
        var lines = Inputs.Select(input => input.Event).Prepend(First);

        var (status, answer) = await host.PostEventsAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines)), "application/x-ndjson");

        status.ShouldBe(HttpStatusCode.OK);
        answer.GetProperty("refused").EnumerateArray()
            .Select(refused => (refused.GetProperty("index").GetInt32() - 1, refused.GetProperty("code").GetString()))
            .ShouldBe(Inputs.Index().Where(input => input.Item.Code is not null).Select(input => (input.Index, input.Item.Code)));
        answer.GetProperty("recorded").GetInt32().ShouldBe(3);
        answer.GetProperty("duplicates").GetInt32().ShouldBe(1);
        await OnlyTheGoodCountAsync(host);
    }

    [Fact]
    public async Task Over_the_broker_every_bad_message_is_in_the_error_queue_with_its_code()
    {
        var broker = await shared.GetAsync();
        await broker.ForgetQueuesAsync();
        using var folder = new DataFolder();
        await using var host = await HostUnderTest.Embedded.StartAsync(folder.Path, broker.Options());
        await using var shop = await broker.ConnectAsync();
        await shop.PublishAsync(BrokerNames.Purchases, First);
        await broker.DrainedAsync();

        foreach (var (message, _) in Inputs)
        {
            await shop.PublishAsync(BrokerNames.Purchases, message);
        }

        await broker.DrainedAsync();
        var refused = new List<(string, string?)>();
        while (await shop.TakeAsync(BrokerNames.Refused) is { } message)
        {
            refused.Add((message.Text(), message.Code()));
        }

        refused.ShouldBe(Inputs.Where(input => input.Code is not null), ignoreOrder: true);
        await OnlyTheGoodCountAsync(host);
    }

    private static string At(string eventId, string time) =>
        Purchases.Event(eventId).Replace("2026-11-20T10:15:00Z", time, StringComparison.Ordinal);

    private static async Task OnlyTheGoodCountAsync(HostProcess host)
    {
        var customer = await host.CustomerAsync("C-1001");
        customer.GetProperty("monetary").GetDecimal().ShouldBe(10m);
        customer.GetProperty("firstPurchaseAt").GetDateTimeOffset().ShouldBe(DateTimeOffset.UnixEpoch);
        (await host.CustomerAsync("C-👩🏽‍🚀")).GetProperty("monetary").GetDecimal().ShouldBe(59.90m);
        (await host.SegmentsAsync()).GetProperty("customers").GetInt32().ShouldBe(2);
        (await host.HealthAsync()).Status.ShouldBe(HttpStatusCode.OK);
    }
}
