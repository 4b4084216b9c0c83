using System.Diagnostics;
using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.HostTests.Brokers;

namespace CustomerSegmentation.Benchmarks.Rows;

/// <summary>
/// From publishing an event until a read of its customer shows it, at 5,000 events a second through the broker. One
/// event in 50 is of a customer of its own, who is asked for every millisecond until the answer is there: the figure
/// is up to a timer's tick too high. Ceiling: publish to consume by a plain client, on a quorum queue of its own.
/// </summary>
internal static class VisibleRow
{
    private const int PerSecond = 5_000;
    private const int ProbeEvery = 50;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    public static async IAsyncEnumerable<Row> MeasureAsync(Bench bench)
    {
        if (!RabbitMqBroker.IsInstalled)
        {
            yield return Row.Missing("visible", "ms", RabbitMqBroker.NotInstalled);
            yield break;
        }

        var customers = bench.Pick(100_000, 20_000);
        var duration = TimeSpan.FromSeconds(bench.Pick(10, 3));
        var folder = await Shop.FilledAsync(bench, customers, orders: 1);
        await using var broker = new RabbitMqBroker();
        await broker.StartAsync();
        await using var publisher = await Publisher.ConnectAsync(broker);
        await using var plain = await PlainConsumer.StartAsync(broker);
        var live = Shop.Live(customers);
        var p99 = new List<double>();
        var bound99 = new List<double>();
        var slowest = double.MaxValue;
        var sent = 0;
        Samples ours;
        Samples ceiling;
        await using (var host = await ShopHost.StartAsync(folder, broker))
        {
            (ours, ceiling) = await Repeats.InterleaveAsync(
                bench.Pick(5, 1),
                async () =>
                {
                    var probes = new Probes(id => host.Engine.FindCustomerAsync(id), Tick);
                    slowest = Math.Min(slowest, await Pace.RunAsync(PerSecond, duration, i =>
                    {
                        var e = live.Next();
                        var isProbe = i % ProbeEvery == 0;
                        e = isProbe ? e with { CustomerId = $"P-{sent}" } : e;
                        sent++;
                        var body = Traffic.ToMessage([e]);
                        if (isProbe)
                        {
                            probes.Sent(e.CustomerId);
                        }

                        return publisher.SendAsync(BrokerNames.Purchases, body);
                    }));
                    await publisher.ConfirmedAsync();
                    var seen = await probes.AllAsync();
                    p99.Add(seen.Quantile(0.99));
                    return seen.Median;
                },
                async () =>
                {
                    var times = plain.Expect((int)(PerSecond * duration.TotalSeconds));
                    await Pace.RunAsync(PerSecond, duration, i =>
                    {
                        var body = Traffic.ToMessage([live.Next()]);
                        times.Sent(i);
                        return publisher.SendAsync(PlainConsumer.Queue, body);
                    });
                    await publisher.ConfirmedAsync();
                    var seen = await times.AllAsync();
                    bound99.Add(seen.Quantile(0.99));
                    return seen.Median;
                });
        }

        Check.Equal(customers + sent, Shop.EventsOnRecord(folder));
        var note = $"published at {slowest:N0} events/s at least, one a message";
        yield return Row.Of("visible-p50", "ms", ours, ceiling, note);
        yield return Row.Of("visible-p99", "ms", new(p99[1..]), new(bound99[1..]), note).AtMostOfCeiling(4);
    }
}
