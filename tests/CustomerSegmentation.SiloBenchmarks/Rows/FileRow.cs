using System.Globalization;
using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Embedded;
using CustomerSegmentation.Engine;
using CustomerSegmentation.SiloBenchmarks.Harness;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerSegmentation.SiloBenchmarks.Rows;

/// <summary>
/// RecordAsync on a silo alone, durable in its file, in turn with a silo on Redis and PostgreSQL, with the lanes of the embedded
/// engine, and with calls to a grain that does nothing. All of their customers are known and in memory, and none is new.
/// </summary>
/// <param name="Name">Of the row.</param>
/// <param name="CustomersOfCall">How many customers a call is for.</param>
/// <param name="EventsOfCustomer">How many events of each there are in a call.</param>
/// <param name="OfRedis">The part of the silo on Redis that ours is to reach.</param>
/// <param name="OfLanes">The part of the lanes.</param>
/// <param name="OfEcho">The part of a bare grain; null where there is no such comparison.</param>
internal sealed record FileRow(
    string Name, int CustomersOfCall, int EventsOfCustomer, double OfRedis, double OfLanes, double? OfEcho = null)
{
    private const int CallersOfOne = 1_024;
    private const int CallersOfMany = 8;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private int Callers => CustomersOfCall == 1 ? CallersOfOne : CallersOfMany;

    public async IAsyncEnumerable<Row> MeasureAsync(Bench bench)
    {
        var customers = bench.Pick(100_000, 20_000);
        var calls = customers / CustomersOfCall;
        var events = customers * EventsOfCustomer;
        await using var file = await SiloHost.OnFileAsync(bench.NewFolder());
        await using var servers = await SiloHost.StartAsync();
        await using var lanes = EmbeddedEngine.Start(new(), new() { Data = bench.NewFolder() }, TimeProvider.System, NullLogger.Instance);
        List<Side> sides = [On("file", file.Engine), On("Redis", servers.Engine), On("lanes", lanes)];
        if (OfEcho is not null)
        {
            sides.Add(new("echo", events, _ => Load.RateAsync(Callers, calls, call => file.Grains.GetGrain<IEchoGrain>(Id(call)).EchoAsync("echo"))));
        }

        var found = await Sides.InterleaveAsync(bench.Pick(3, 2), [.. sides]);
        (double? Part, string Name)[] bounds = [(OfRedis, "redis"), (OfLanes, "lanes"), (OfEcho, "echo")];
        for (var i = 1; i < found.Length; i++)
        {
            yield return Row.Of($"{Name}-{bounds[i - 1].Name}", "events/s", found[0].Rate, found[i].Rate, string.Create(
                CultureInfo.InvariantCulture,
                $"{customers:N0} customers, none new, {Callers:N0} calls on the way, {EventsOfCustomer} events of {CustomersOfCall:N0} customers a call; "
                + $"processor time of an event {found[0].Microseconds.Median:0.0} µs, {sides[i].Name} {found[i].Microseconds.Median:0.0} µs"))
                .AtLeastOfCeiling(bounds[i - 1].Part!.Value);
        }

        Side On(string name, ISegmentationEngine engine) => new(name, events, async round =>
        {
            var recorded = 0L;
            var rate = await Load.RateAsync(Callers, calls, async call =>
            {
                var receipt = await engine.RecordAsync(Events(call, round));
                Interlocked.Add(ref recorded, receipt.Recorded);
            });
            Check.Equal(events, recorded);
            return rate * CustomersOfCall * EventsOfCustomer;
        });
    }

    private PurchaseEvent[] Events(int call, int round)
    {
        var events = new PurchaseEvent[CustomersOfCall * EventsOfCustomer];
        for (var i = 0; i < events.Length; i++)
        {
            var customer = (call * CustomersOfCall) + (i / EventsOfCustomer);
            var order = $"{customer}-{round}-{i % EventsOfCustomer}";
            events[i] = new(
                order, PurchaseEventType.Purchase, Id(customer), order,
                Start.AddDays(round).AddMinutes(i % EventsOfCustomer), 20 + (customer % 300));
        }

        return events;
    }

    private static string Id(int customer) => $"C-{customer:0000000}";
}
