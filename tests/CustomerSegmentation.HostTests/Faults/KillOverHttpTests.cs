using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>What the engine answered for over HTTP outlives it. Slow: every life takes about a second.</summary>
public sealed class KillOverHttpTests
{
    private const int Kills = 10;

    [Theory]
    [InlineData(19_970_101)]
    public async Task Whatever_a_call_was_answered_for_is_there_after_a_kill(int seed)
    {
        using var folder = new DataFolder();
        var random = new Random(seed);
        var trade = PurchaseLoad.Of(seed, events: 6_000);
        var waiting = new Queue<IReadOnlyList<PurchaseEvent>>(trade.Messages);
        var acknowledged = new List<PurchaseEvent>();
        for (var life = 0; life < Kills; life++)
        {
            await using var host = EmbeddedProcess.Launch(folder.Path, ["--Clock", "event", "--Window", "all", .. RandomKill.Restless(random)]);
            await host.ListensAsync();
            (await host.RecordAsync(acknowledged)).ShouldBe((0, acknowledged.Count), $"Seed {seed}, life {life}.");
            var sent = acknowledged.Count;
            using var end = new CancellationTokenSource();
            var clients = Enumerable.Range(0, 4).Select(_ => SendAsync(host, waiting, acknowledged, end.Token)).ToArray();
            if (life % 3 == 2)
            {
                await Eventually.TrueAsync(() => Task.FromResult(AnythingSince(sent)), "something is answered for in this life");
            }

            await RandomKill.StrikeAsync(host, random);
            await end.CancelAsync();
            await Task.WhenAll(clients);
        }

        acknowledged.ShouldNotBeEmpty();

        bool AnythingSince(int before)
        {
            lock (waiting)
            {
                if (waiting.Count == 0)
                {
                    return true; // nor will there be
                }
            }

            lock (acknowledged)
            {
                return acknowledged.Count > before;
            }
        }

        await using var last = await EmbeddedProcess.StartAsync(folder.Path, "--Clock", "event", "--Window", "all");
        foreach (var message in waiting)
        {
            await last.RecordAsync(message);
        }

        await last.NothingIsLostOrCountedTwiceAsync(trade.Events, $"Seed {seed}.");
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
