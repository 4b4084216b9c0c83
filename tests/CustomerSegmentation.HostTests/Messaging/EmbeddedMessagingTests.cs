using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.Embedded;
using CustomerSegmentation.Engine;
using CustomerSegmentation.HostTests.Brokers;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerSegmentation.HostTests.Messaging;

/// <summary>From the broker into the real embedded engine.</summary>
[Collection(BrokerCollection.Name)]
public sealed class EmbeddedMessagingTests(SharedBroker shared) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("messaging-").FullName;

    public static TheoryData<string, string> EventsThatTheEngineRefuses => new()
    {
        { Purchases.Event("E-2").Replace("C-1001", "", StringComparison.Ordinal), RefusalCodes.InvalidId },
        { Purchases.Event("E-2").Replace("C-1001", new('x', 201), StringComparison.Ordinal), RefusalCodes.InvalidId },
        { Purchases.Event("E-2").Replace("C-1001", "a\\u0007", StringComparison.Ordinal), RefusalCodes.InvalidId },
        { Purchases.Event("E-2").Replace("2026-", "2999-", StringComparison.Ordinal), RefusalCodes.FutureTime },
        { Purchases.Event("E-2", "-1"), RefusalCodes.InvalidAmount },
        { Purchases.Event("E-2").Replace("EUR", "XXY", StringComparison.Ordinal), RefusalCodes.InvalidCurrency },
        { Purchases.Event("E-2").Replace("EUR", "USD", StringComparison.Ordinal), RefusalCodes.UnknownCurrency },
        { Purchases.Event("E-1", "1.00"), RefusalCodes.Conflict },
    };

    [Theory]
    [MemberData(nameof(EventsThatTheEngineRefuses))]
    public async Task What_the_engine_refuses_is_set_aside_with_its_reason(string bad, string code)
    {
        var broker = await shared.GetAsync();
        await using var engine = StartEngine();
        await using var host = await MessagingHost.StartFreshAsync(broker, engine);
        await using var shop = await broker.ConnectAsync();
        await shop.PublishAsync(BrokerNames.Purchases, Purchases.Event("E-1"));
        await Eventually.GetAsync(() => engine.FindCustomerAsync("C-1001"));

        await shop.PublishAsync(BrokerNames.Purchases, Purchases.List("{}", Purchases.Event("E-3"), bad));

        var refused = await Eventually.GetAsync(() => shop.TakeAsync(BrokerNames.Refused));
        refused.Text().ShouldBe($$"""{"events":[{},{{bad}}]}""");
        refused.Code().ShouldBe($"missing_field,{code}");
        refused.Header(RefusalHeaders.Index).ShouldBe("0,2");
        var customer = (await engine.FindCustomerAsync("C-1001"))!;
        customer.Rfm!.Value.Frequency.ShouldBe(2);
        customer.Rfm!.Value.Monetary.ShouldBe(119.80m);
    }

    [Fact]
    public async Task A_redelivered_purchase_changes_nothing()
    {
        var broker = await shared.GetAsync();
        await using var engine = StartEngine();
        await using var first = await MessagingHost.StartFreshAsync(broker, engine);
        await using var shop = await broker.ConnectAsync();

        for (var i = 0; i < 3; i++)
        {
            await shop.PublishAsync(BrokerNames.Purchases, Purchases.List(Purchases.Event("E-1"), Purchases.Event("E-2")));
        }

        // A host that stops finishes what is in hand and gives back what it has not begun: the next one takes that.
        await StopEmptyAsync(first);
        while (await shop.CountAsync(BrokerNames.PurchaseQueue) > 0)
        {
            await using var next = await MessagingHost.StartAsync(broker, engine);
            await StopEmptyAsync(next);
        }

        var customer = (await engine.FindCustomerAsync("C-1001"))!;
        customer.Rfm!.Value.Frequency.ShouldBe(2);
        customer.Rfm!.Value.Monetary.ShouldBe(119.80m);
        (await shop.CountAsync(BrokerNames.Refused)).ShouldBe(0u);

        async Task StopEmptyAsync(MessagingHost host)
        {
            await Eventually.TrueAsync(async () => await shop.CountAsync(BrokerNames.PurchaseQueue) == 0, "all delivered");
            await host.StopAsync();
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private EmbeddedEngine StartEngine() => EmbeddedEngine.Start(
        new EngineOptions(), new EmbeddedOptions { Data = _folder }, new DayAfter(), NullLogger.Instance);

    /// <summary>The events are a day old, whenever the test runs.</summary>
    private sealed class DayAfter : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    }
}
