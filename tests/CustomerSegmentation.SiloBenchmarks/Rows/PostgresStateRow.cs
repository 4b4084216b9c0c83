using System.Globalization;
using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Silo;
using CustomerSegmentation.SiloBenchmarks.Harness;
using CustomerSegmentation.SiloTests.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerSegmentation.SiloBenchmarks.Rows;

/// <summary>
/// RecordAsync on a silo that keeps customers in PostgreSQL, in turn with one that keeps them in Redis; each has a database of its
/// own on the same server. Both servers sync what they are told.
/// </summary>
/// <param name="Name">Of the row.</param>
/// <param name="CustomersOfCall">How many customers a call is for, with one event each.</param>
internal sealed record PostgresStateRow(string Name, int CustomersOfCall)
{
    private const int CallersOfOne = 1_024;
    private const int CallersOfMany = 8;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private int Callers => CustomersOfCall == 1 ? CallersOfOne : CallersOfMany;

    public async IAsyncEnumerable<Row> MeasureAsync(Bench bench)
    {
        var customers = bench.Pick(100_000, 20_000);
        await using var redis = new RedisServer();
        await using var postgres = new PostgresServer(syncs: true);
        await redis.StartAsync();
        await postgres.StartAsync();
        await using var alone = await StartAsync(new() { State = StateChoice.Postgres, Postgres = await postgres.CreateDatabaseAsync() });
        await using var beside = await StartAsync(new() { Redis = redis.Address, Postgres = await postgres.CreateDatabaseAsync() });
        ProcessorTimes ours = default, theirs = default;
        var (oursRound, theirsRound) = (0, 0);
        var (rates, bounds) = await Repeats.InterleaveAsync(
            bench.Pick(5, 3),
            async () =>
            {
                (var rate, ours) = await RateAsync(alone, customers, ++oursRound);
                return rate;
            },
            async () =>
            {
                (var rate, theirs) = await RateAsync(beside, customers, ++theirsRound);
                return rate;
            });
        yield return Row.Of(Name, "events/s", rates, bounds, string.Create(
            CultureInfo.InvariantCulture,
            $"{customers:N0} customers, {Callers:N0} calls on the way, {CustomersOfCall:N0} customers a call; processor time of an event: "
            + $"silo {ours.Silo:0} µs, PostgreSQL {ours.Postgres:0} µs; with Redis: silo {theirs.Silo:0} µs, "
            + $"Redis {theirs.Redis:0} µs, PostgreSQL {theirs.Postgres:0} µs"));
    }

    private async Task<(double Rate, ProcessorTimes Cost)> RateAsync(WebApplication silo, int customers, int round)
    {
        var engine = silo.Services.GetRequiredService<ISegmentationEngine>();
        var recorded = 0L;
        var before = ProcessorTimes.Now();
        var rate = await Load.RateAsync(Callers, customers / CustomersOfCall, async call =>
        {
            var receipt = await engine.RecordAsync(Events(call, round));
            Interlocked.Add(ref recorded, receipt.Recorded);
        });
        Check.Equal((long)customers, recorded);
        return (rate * CustomersOfCall, ProcessorTimes.Now().Since(before).Of(recorded));
    }

    private PurchaseEvent[] Events(int call, int round)
    {
        var events = new PurchaseEvent[CustomersOfCall];
        for (var i = 0; i < events.Length; i++)
        {
            var customer = (call * CustomersOfCall) + i;
            var order = string.Create(CultureInfo.InvariantCulture, $"{customer}-{round}");
            events[i] = new(order, PurchaseEventType.Purchase, $"C-{customer:0000000}", order, Start.AddDays(round), 20 + (customer % 300));
        }

        return events;
    }

    private static async Task<WebApplication> StartAsync(SiloOptions options)
    {
        var ports = LoopbackPort.Free(2);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.AddSilo(new EngineOptions(), options with
        {
            Storage = StorageChoice.Cluster, Address = "127.0.0.1", SiloPort = ports[0], GatewayPort = ports[1],
        });
        var silo = builder.Build();
        silo.Urls.Add("http://127.0.0.1:0");
        await silo.StartAsync();
        await silo.Services.GetRequiredService<OrleansEngine>().StartedAsync();
        return silo;
    }
}
