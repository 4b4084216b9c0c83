namespace CustomerSegmentation.HostTests.Faults;

/// <summary>A host that is told to stop finishes what is in hand first.</summary>
public abstract class CleanStopTests
{
    private static readonly string[] Replaying = ["--Clock", "event", "--Window", "all"];

    /// <summary>What it runs on.</summary>
    private protected abstract HostUnderTest Host { get; }

    [Fact]
    public async Task A_stop_under_load_keeps_what_was_answered_for_and_leaves_all_of_it_in_the_file()
    {
        using var folder = new DataFolder();
        var trade = PurchaseLoad.Of(seed: 23, events: 6_000);
        var senders = new HttpSenders(trade);
        await using (var host = await Host.StartAsync(folder.Path, Replaying))
        {
            using var end = new CancellationTokenSource();
            var sending = senders.SendAsync(host, end.Token);
            await Eventually.TrueAsync(() => senders.Acknowledged.Count > 500, "some events answered for");
            await host.StopAsync();
            host.Output.ShouldContain("everything recorded is durable.");
            senders.Waiting.ShouldNotBeEmpty("the host must be stopped under load");
            await end.CancelAsync();
            await sending;
        }

        // Whoever copies the file of a stopped host has everything.
        (File.Exists(folder.File + "-wal") ? new FileInfo(folder.File + "-wal").Length : 0).ShouldBe(0);
        await using var next = await Host.StartAsync(folder.Path, Replaying);
        var acknowledged = senders.Acknowledged;
        (await next.RecordAsync(acknowledged)).ShouldBe((0, acknowledged.Count));
        foreach (var message in senders.Waiting)
        {
            await next.RecordAsync(message);
        }

        await next.NothingIsLostOrCountedTwiceAsync(trade.Events);
    }
}
