namespace CustomerSegmentation.HostTests.Faults;

/// <summary>What the engine answered for over HTTP outlives it. Slow: every life takes a second or more.</summary>
public abstract class KillOverHttpTests
{
    private const int Kills = 4; // KillTests has more, and recovers by the same record

    /// <summary>What it runs on.</summary>
    private protected abstract HostUnderTest Host { get; }

    [Theory]
    [InlineData(19_970_101)]
    public async Task Whatever_a_call_was_answered_for_is_there_after_a_kill(int seed)
    {
        using var folder = new DataFolder();
        var random = new Random(seed);
        var trade = PurchaseLoad.Of(seed, events: 6_000);
        var senders = new HttpSenders(trade);
        for (var life = 0; life < Kills; life++)
        {
            await using var host = Host.Launch(folder.Path, ["--Clock", "event", "--Window", "all", .. Host.Restless(random)]);
            await host.ListensAsync();
            var before = senders.Acknowledged;
            (await host.RecordAsync(before)).ShouldBe((0, before.Count), $"Seed {seed}, life {life}.");
            using var end = new CancellationTokenSource();
            var sending = senders.SendAsync(host, end.Token);
            if (life % 3 == 2)
            {
                await Eventually.TrueAsync(
                    () => senders.Waiting.Count == 0 || senders.Acknowledged.Count > before.Count, "something is answered for in this life");
            }

            await RandomKill.StrikeAsync(Host, host, random);
            await end.CancelAsync();
            await sending;
        }

        senders.Acknowledged.ShouldNotBeEmpty();
        await using var last = await Host.StartAsync(folder.Path, "--Clock", "event", "--Window", "all");
        foreach (var message in senders.Waiting)
        {
            await last.RecordAsync(message);
        }

        await last.NothingIsLostOrCountedTwiceAsync(trade.Events, $"Seed {seed}.");
    }
}
