using System.Net;
using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.HostTests.Brokers;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>While the disk is full events wait; none is lost, and all goes on by itself once there is room.</summary>
[Collection(BrokerCollection.Name)]
public sealed class DiskFullTests(SharedBroker shared)
{
    private static readonly string[] Replaying = ["--Clock", "event", "--Window", "all"];

    [Fact]
    public async Task Calls_wait_reads_answer_and_room_lets_everything_go_on()
    {
        using var disk = SmallDisk.Mount(megabytes: 16);
        var trade = Trade.Of(seed: 11, events: 2_000);
        await using var host = await HostProcess.StartAsync(disk.Data, Replaying);
        (await host.RecordAsync([.. trade.Events.Take(500)])).Recorded.ShouldBe(500);

        disk.Fill();
        var waiting = host.RecordAsync([.. trade.Events.Skip(500)]);
        await WhileFullAsync(host);
        (await host.CustomerAsync(trade.Events[0].CustomerId)).GetProperty("frequency").GetInt32().ShouldBeGreaterThan(0);
        (await host.MigrationsAsync()).ShouldNotBeEmpty();
        (await host.SegmentsAsync()).GetProperty("customers").GetInt32().ShouldBeGreaterThan(0);
        waiting.IsCompleted.ShouldBeFalse();
        disk.MakeRoom();

        (await waiting).Recorded.ShouldBe(1_500);
        await host.ReadyAsync();
        host.Output.ShouldContain("Storage has recovered.");
        await host.KillAsync();
        await using var next = await HostProcess.StartAsync(disk.Data, Replaying);
        await next.NothingIsLostOrCountedTwiceAsync(trade.Events);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_host_that_ends_while_the_disk_is_full_keeps_what_it_acknowledged(bool killed)
    {
        using var disk = SmallDisk.Mount(megabytes: 16);
        var trade = Trade.Of(seed: 13, events: 2_000);
        var acknowledged = trade.Events.Take(500).ToList();
        await using (var host = await HostProcess.StartAsync(disk.Data, [.. Replaying, "--JournalBytes", "1000", "--SweepEvery", "00:00:00.05", "--RecordTimeout", "3s"]))
        {
            await host.RecordAsync(acknowledged);
            disk.Fill();
            var unanswered = host.PostEventsAsync(Trade.Lines([.. trade.Events.Skip(500)]), "application/x-ndjson");
            await WhileFullAsync(host);
            if (killed)
            {
                await host.KillAsync();
                await Should.ThrowAsync<HttpRequestException>(() => unanswered);
            }
            else
            {
                await host.TerminateAsync();
                (await unanswered).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
            }
        }

        disk.MakeRoom();
        await using var next = await HostProcess.StartAsync(disk.Data, Replaying);
        (await next.RecordAsync(acknowledged)).ShouldBe((0, 500));
        var (recorded, duplicates) = await next.RecordAsync([.. trade.Events.Skip(500)]);
        (recorded + duplicates).ShouldBe(1_500);
        await next.NothingIsLostOrCountedTwiceAsync(trade.Events);
    }

    [Fact]
    public async Task Messages_stay_with_the_broker()
    {
        using var disk = SmallDisk.Mount(megabytes: 16);
        var broker = await shared.GetAsync();
        await broker.ForgetQueuesAsync();
        var trade = Trade.Of(seed: 17, events: 1_000);
        await using var host = await HostProcess.StartAsync(disk.Data, [.. Replaying, .. broker.Options()]);
        await using var shop = await broker.ConnectAsync();

        disk.Fill();
        foreach (var message in trade.Messages)
        {
            await shop.PublishAsync(BrokerNames.Purchases, Trade.Body(message));
        }

        await WhileFullAsync(host);
        (await broker.DepthAsync()).ShouldBeGreaterThan(0);
        (await broker.RefusedAsync()).ShouldBe(0u);
        disk.MakeRoom();

        await broker.DrainedAsync();
        (await broker.RefusedAsync()).ShouldBe(0u);
        await host.NothingIsLostOrCountedTwiceAsync(trade.Events);
    }

    private static async Task WhileFullAsync(HostProcess host)
    {
        await Eventually.TrueAsync(
            async () => (await host.HealthAsync()).Status == HttpStatusCode.ServiceUnavailable, "the full disk noticed");
        (await host.HealthAsync()).Text.ShouldContain("full");
    }
}
