using System.Diagnostics;
using System.Net.Http.Headers;
using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.HostTests.Brokers;
using CustomerSegmentation.HostTests.Soak;
using Dapper;

namespace CustomerSegmentation.Benchmarks.Soak;

/// <summary>Broker, engine and shop of a soak: set up, measured, killed, and looked at in the end.</summary>
internal sealed class SoakSetup(Bench bench, SoakPlan plan, RabbitMqBroker broker, SoakEngine engine, SoakShop shop, string folder)
{
    private const int Lot = 20_000;
    private const int CapacityEvents = 200_000;

    private static readonly TimeSpan Past = TimeSpan.FromDays(300);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromMinutes(10);

    /// <summary>Everybody buys a few times in the past, told over HTTP.</summary>
    public async Task FillAsync()
    {
        await broker.StartAsync();
        var life = await engine.StartAsync();
        await broker.RestartAsync(); // so that the queues are on record before a kill; see RabbitMqBroker.KillAsync
        long count = (long)plan.Customers * SoakPlan.OrdersBefore;
        var from = TimeProvider.System.GetUtcNow() - Past;
        for (long done = 0; done < count; done += Lot)
        {
            using var lines = new MemoryStream();
            for (var i = 0; i < Lot; i++)
            {
                lines.Write(shop.Sell(from + (Past / count * (done + i))).Body);
                lines.WriteByte((byte)'\n');
            }

            using var content = new ByteArrayContent(lines.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") } };
            using var answer = await life.Http.PostAsync(new Uri("/api/v1/events", UriKind.Relative), content);
            Check.True(answer.IsSuccessStatusCode);
        }

        bench.Say($"{plan.Customers:N0} customers of {SoakPlan.OrdersBefore} orders");
    }

    /// <summary>Events a second that the engine takes from a queue filled before, once it is at it.</summary>
    public async Task<double> CapacityAsync()
    {
        await engine.StopAsync();
        await using (var stream = SoakStream.Start(broker.Address, shop, double.PositiveInfinity, CapacityEvents))
        {
            await stream.Ended;
        }

        await engine.StartAsync();
        var (first, from) = await RecordedAsync(CapacityEvents / 10);
        var (last, to) = await RecordedAsync(CapacityEvents);
        var capacity = (last - first) / Stopwatch.GetElapsedTime(from, to).TotalSeconds;
        bench.Say($"capacity {capacity:N0} events/s, measured from {first:N0} to {last:N0} of {CapacityEvents:N0}");
        return capacity;
    }

    /// <summary>Kills in turn, each at its time, and starts again at once.</summary>
    public async Task<List<SoakKill>> KillInTurnAsync(long started)
    {
        var kills = new List<SoakKill>();
        for (var n = 0; n < plan.Kills; n++)
        {
            var wait = plan.KillAt(n) - Stopwatch.GetElapsedTime(started);
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, TimeProvider.System);
            var isEngine = n % 2 == 0;
            await (isEngine ? engine.KillAsync() : broker.KillAsync());
            var killed = Stopwatch.GetTimestamp();
            await (isEngine ? engine.StartAsync() : broker.StartAsync());
            kills.Add(new(isEngine ? "engine" : "broker", killed, Stopwatch.GetTimestamp(), started + Ticks(plan.RecoveredBy(n))));
            bench.Say($"{kills[^1].What} killed, started again after {Stopwatch.GetElapsedTime(killed).TotalSeconds:0.0} s");
        }

        return kills;
    }

    /// <summary>Tells once an interval how it goes, for whoever waits an hour.</summary>
    public async Task TellAsync(SoakStream stream, SoakProbes probes, CancellationToken end)
    {
        using var timer = new PeriodicTimer(plan.Interval, TimeProvider.System);
        while (await timer.WaitForNextTickAsync(end))
        {
            bench.Say($"  {stream.Confirmed:N0} confirmed, {stream.Repeated:N0} of them sent once more, {await engine.TellAsync()}, {probes.Seen.Count:N0} probes seen");
        }
    }

    /// <summary>Once the queue is empty: what the engine, the broker and the file have, beside the shop's books.</summary>
    public async Task<SoakEnd> EndAsync()
    {
        await UntilAsync(async () => await MessagesAsync(BrokerNames.PurchaseQueue) == 0);
        var audit = await SoakAudit.OfAsync(engine.Life!.Http, shop);
        var queued = await MessagesAsync(BrokerNames.PurchaseQueue);
        var refused = await MessagesAsync(BrokerNames.Refused);
        long journal;
        using (var file = OnRecord.Open(folder))
        {
            journal = file.QuerySingle<long>("SELECT COALESCE(SUM(LENGTH(payload)), 0) FROM journal");
        }

        await engine.StopAsync();
        return new(
            audit, queued, refused, Shop.EventsOnRecord(folder), shop.Sold, journal,
            new FileInfo(Path.Combine(folder, "segmentation.db")).Length, OnRecord.Migrations(folder));
    }

    public static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);

    private async Task<(double Recorded, long At)> RecordedAsync(int atLeast)
    {
        double recorded = 0;
        await UntilAsync(async () =>
            (recorded = await SoakVitals.MetricAsync(engine, "segmentation_events_recorded_total") ?? 0) >= atLeast);
        return (recorded, Stopwatch.GetTimestamp());
    }

    /// <summary>The broker's own count, those in hand of a consumer included.</summary>
    private async Task<long> MessagesAsync(string queue) =>
        (await broker.ControlAsync("list_queues", "name", "messages", "--no-table-headers")).Split('\n')
        .Select(static line => line.Split('\t')).Where(row => row[0] == queue).Sum(static row => long.Parse(row[1]));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Check.True(Stopwatch.GetElapsedTime(started) < WaitTimeout);
            await Task.Delay(Tick, TimeProvider.System);
        }
    }
}
