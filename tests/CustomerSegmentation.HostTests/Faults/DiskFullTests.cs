using System.Net;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>While the disk is full events wait; none is lost, and all goes on by itself once there is room.</summary>
public abstract class DiskFullTests
{
    private static readonly string[] Replaying = ["--Clock", "event", "--Window", "all"];

    /// <summary>What it runs on.</summary>
    private protected abstract HostUnderTest Host { get; }

    [Fact]
    public async Task Calls_wait_reads_answer_and_room_lets_everything_go_on()
    {
        using var disk = SmallDisk.Mount(megabytes: 16);
        var trade = PurchaseLoad.Of(seed: 11, events: 2_000);
        await using var host = await Host.StartAsync(disk.Data, Replaying);
        (await host.RecordAsync([.. trade.Events.Take(500)])).Recorded.ShouldBe(500);

        disk.Fill();
        var waiting = host.RecordAsync([.. trade.Events.Skip(500)]);
        await host.MissesRoomAsync();
        (await host.CustomerAsync(trade.Events[0].CustomerId)).GetProperty("frequency").GetInt32().ShouldBeGreaterThan(0);
        (await host.MigrationsAsync()).ShouldNotBeEmpty();
        (await host.SegmentsAsync()).GetProperty("customers").GetInt32().ShouldBeGreaterThan(0);
        waiting.IsCompleted.ShouldBeFalse();
        disk.MakeRoom();

        (await waiting).Recorded.ShouldBe(1_500);
        await host.ReadyAsync();
        host.Output.ShouldContain("has recovered.");
        await host.KillAsync();
        await using var next = await Host.StartAsync(disk.Data, Replaying);
        await next.NothingIsLostOrCountedTwiceAsync(trade.Events);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_host_that_ends_while_the_disk_is_full_keeps_what_it_acknowledged(bool killed)
    {
        using var disk = SmallDisk.Mount(megabytes: 16);
        var trade = PurchaseLoad.Of(seed: 13, events: 2_000);
        var acknowledged = trade.Events.Take(500).ToList();
        await using (var host = await Host.StartAsync(disk.Data, [.. Replaying, .. Host.Restless(new(13)), "--RecordTimeout", "3s"]))
        {
            await host.RecordAsync(acknowledged);
            disk.Fill();
            var unanswered = host.PostEventsAsync(PurchaseLoad.Lines([.. trade.Events.Skip(500)]), "application/x-ndjson");
            await host.MissesRoomAsync();
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
        await using var next = await Host.StartAsync(disk.Data, Replaying);
        (await next.RecordAsync(acknowledged)).ShouldBe((0, 500));
        var (recorded, duplicates) = await next.RecordAsync([.. trade.Events.Skip(500)]);
        (recorded + duplicates).ShouldBe(1_500);
        await next.NothingIsLostOrCountedTwiceAsync(trade.Events);
    }
}
