using System.Collections.Concurrent;
using System.Diagnostics;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.EngineContract;
using CustomerSegmentation.HostTests.Messaging;
using CustomerSegmentation.SiloTests.Contract;
using CustomerSegmentation.SiloTests.Servers;
using RabbitMQ.Client;

namespace CustomerSegmentation.SiloTests.Chaos;

/// <summary>A purchase is followed from the shop that published it to the transaction that has it.</summary>
[Collection(ChaosCollection.Name)]
public sealed class TraceTests(ChaosServers servers, SharedRedis redis, SharedPostgres postgres)
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Published = "b7ad6b7169203331";

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task One_trace_leads_from_the_message_through_the_grain_to_the_commit()
    {
        await servers.StartAsync();
        var ended = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "CustomerSegmentation" || source.Name.StartsWith("Microsoft.Orleans.", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.TraceId.ToHexString() == Trace)
                {
                    ended.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var silos = await SiloUnderTest.StartAsync(
            new(), new ManualTime(Now), redis, postgres, silo => silo with { Traces = true });
        await using var messaging = await MessagingHost.StartFreshAsync(servers.Broker, silos.Engine);
        await using var shop = await servers.Broker.ConnectAsync();

        await shop.PublishAsync(
            BrokerNames.Purchases,
            Shop.Body([new("E-1", PurchaseEventType.Purchase, "C-1", "O-1", Now.AddDays(-1), 20)]),
            new BasicProperties { Headers = new Dictionary<string, object?> { ["traceparent"] = $"00-{Trace}-{Published}-01" } });
        await Eventually.TrueAsync(() => ended.Any(activity => activity.OperationName == "purchases process"), "the message processed");

        var byId = ended.ToDictionary(activity => activity.SpanId.ToHexString());
        var path = new List<string>();
        for (var at = ended.Single(activity => activity.OperationName == "commit");; at = byId[at.ParentSpanId.ToHexString()])
        {
            path.Add(at.OperationName);
            if (at.ParentSpanId.ToHexString() == Published)
            {
                break;
            }
        }

        path[0].ShouldBe("commit");
        path[^1].ShouldBe("purchases process");
        path[^2].ShouldBe("record");
        path.Count(name => name.StartsWith("ICustomerGrain/", StringComparison.Ordinal)).ShouldBe(2, "the call, and the grain that takes it");
    }
}
