using CustomerSegmentation.Customers;
using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.HostTests.Brokers;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>The engine dies at random moments, again and again, and comes back. Slow: every life takes about a second.</summary>
[Collection(BrokerCollection.Name)]
public sealed class KillTests(SharedBroker shared)
{
    private const int Kills = 20;
    private const int KillsOverHttp = 10;

    [Theory]
    [InlineData(20_111_209)]
    public async Task Purchases_from_the_broker_survive_twenty_kills(int seed)
    {
        var broker = await shared.GetAsync();
        await broker.ForgetQueuesAsync();
        using var folder = new DataFolder();
        var random = new Random(seed);
        var trade = Trade.Of(seed, events: 12_000);
        var options = new Func<string[]>(() =>
            [.. broker.Options(), "--Clock", "event", "--Window", "all", .. Restless(random)]);
        await (await HostProcess.StartAsync(folder.Path, options())).StopAsync();

        var deliveries = trade.Messages.Chunk((trade.Messages.Count / Kills) + 1).ToArray();
        for (var life = 0; life < Kills; life++)
        {
            await using var host = HostProcess.Launch(folder.Path, options());
            var delivering = PublishAsync(broker, deliveries.ElementAtOrDefault(life) ?? []);
            await DoomAsync(host, random);
            await host.KillAsync();
            await delivering;
        }

        var told = $"Seed {seed}.";
        await using var last = await HostProcess.StartAsync(folder.Path, options());
        await broker.DrainedAsync();
        (await broker.RefusedAsync()).ShouldBe(0u, told);
        await last.NothingIsLostOrCountedTwiceAsync(trade.Events, told);

        await last.StopAsync();
        await using var again = await HostProcess.StartAsync(folder.Path, options());
        await again.NothingIsLostOrCountedTwiceAsync(trade.Events, $"{told} After a clean restart.");
    }

    [Theory]
    [InlineData(19_970_101)]
    public async Task Whatever_a_call_was_answered_for_is_there_after_a_kill(int seed)
    {
        using var folder = new DataFolder();
        var random = new Random(seed);
        var trade = Trade.Of(seed, events: 6_000);
        var waiting = new Queue<IReadOnlyList<PurchaseEvent>>(trade.Messages);
        var acknowledged = new List<PurchaseEvent>();
        for (var life = 0; life < KillsOverHttp; life++)
        {
            await using var host = HostProcess.Launch(folder.Path, ["--Clock", "event", "--Window", "all", .. Restless(random)]);
            await host.ListensAsync();
            (await host.RecordAsync(acknowledged)).ShouldBe((0, acknowledged.Count), $"Seed {seed}, life {life}.");
            using var end = new CancellationTokenSource();
            var clients = Enumerable.Range(0, 4).Select(_ => SendAsync(host, waiting, acknowledged, end.Token)).ToArray();
            await DoomAsync(host, random);
            await host.KillAsync();
            await end.CancelAsync();
            await Task.WhenAll(clients);
        }

        acknowledged.ShouldNotBeEmpty();
        await using var last = await HostProcess.StartAsync(folder.Path, "--Clock", "event", "--Window", "all");
        foreach (var message in waiting)
        {
            await last.RecordAsync(message);
        }

        await last.NothingIsLostOrCountedTwiceAsync(trade.Events, $"Seed {seed}.");
    }

    /// <summary>Another number of lanes at every start, and checkpoints all the time: recovery takes every path it has.</summary>
    private static string[] Restless(Random random) =>
    [
        "--Lanes", $"{random.Next(1, 4)}", "--JournalBytes", $"{random.Next(1_000, 100_000)}", "--SweepEvery", "00:00:00.05",
    ];

    /// <summary>Returns at the moment to kill: one time in four while it still starts, else while it works.</summary>
    private static async Task DoomAsync(HostProcess host, Random random)
    {
        var early = random.Next(4) == 0;
        var delay = TimeSpan.FromMilliseconds(random.Next(early ? 1_000 : 500));
        if (!early)
        {
            await host.ListensAsync();
        }

        await Task.Delay(delay, TimeProvider.System);
    }

    private static async Task PublishAsync(RabbitMqBroker broker, IReadOnlyList<IReadOnlyList<PurchaseEvent>> messages)
    {
        await using var shop = await broker.ConnectAsync();
        foreach (var message in messages)
        {
            await shop.PublishAsync(BrokerNames.Purchases, Trade.Body(message));
        }
    }

    /// <summary>A client that sends one message after the other and keeps those that were not answered for.</summary>
    private static async Task SendAsync(
        HostProcess host, Queue<IReadOnlyList<PurchaseEvent>> waiting, List<PurchaseEvent> acknowledged, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            IReadOnlyList<PurchaseEvent>? message;
            lock (waiting)
            {
                if (!waiting.TryDequeue(out message))
                {
                    return;
                }
            }

            try
            {
                await host.RecordAsync(message);
                lock (acknowledged)
                {
                    acknowledged.AddRange(message);
                }
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException)
            {
                lock (waiting)
                {
                    waiting.Enqueue(message);
                }

                return;
            }
        }
    }
}
