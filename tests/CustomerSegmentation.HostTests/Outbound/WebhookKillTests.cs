using System.Net;
using System.Net.Http.Json;
using CustomerSegmentation.HostTests.Faults;

namespace CustomerSegmentation.HostTests.Outbound;

/// <summary>A receiver hears of everything, however often the engine dies. Slow: every life takes a second or more.</summary>
public abstract class WebhookKillTests
{
    private const int Kills = 3;

    /// <summary>What it runs on.</summary>
    private protected abstract HostUnderTest Host { get; }

    [Theory]
    [InlineData(17_760_704)]
    public async Task No_call_is_lost_over_kills_and_each_repeat_bears_the_id_it_had(int seed)
    {
        using var folder = new DataFolder();
        await using var receiver = await Receiver.StartAsync();
        var random = new Random(seed);
        var moods = new Random(seed + 1);
        receiver.Answer = _ => moods.Next(20) == 0 ? 503 : 200;
        var trade = PurchaseLoad.Of(seed, events: 2_000);
        string[] options = ["--Clock", "event", "--Window", "all", "--Onward:Replays", "true", "--Webhooks:AllowPrivate", "true"];
        await using (var first = await Host.StartAsync(folder.Path, options))
        {
            using var made = await first.Http.PostAsJsonAsync(
                new Uri("/api/v1/webhooks", UriKind.Relative), new { url = receiver.Url });
            made.StatusCode.ShouldBe(HttpStatusCode.Created);
            await first.KillAsync();
        }

        foreach (var parcel in trade.Messages.Chunk((trade.Messages.Count / Kills) + 1))
        {
            await using var host = Host.Launch(folder.Path, [.. options, .. Host.Restless(random)]);
            await host.ListensAsync();
            await host.RecordAsync([.. parcel.SelectMany(events => events)]);
            await RandomKill.StrikeAsync(Host, host, random);
        }

        receiver.Answer = _ => 200;
        await using var last = await Host.StartAsync(folder.Path, options);
        await last.NothingIsLostOrCountedTwiceAsync(trade.Events, $"Seed {seed}.");
        var onRecord = (await last.MigrationsAsync()).Select(one =>
            (one.GetProperty("customerId").GetString()!, one.GetProperty("sequence").GetInt32())).ToHashSet();
        await Eventually.TrueAsync(
            () => receiver.Taken.DistinctBy(call => call.Id).Count() >= onRecord.Count, "every migration on record taken");

        var once = receiver.Taken.DistinctBy(call => call.Id).ToList();
        once.Select(call => (call.Customer, call.Sequence)).ToHashSet().SetEquals(onRecord).ShouldBeTrue($"Seed {seed}.");
        once.Count.ShouldBe(onRecord.Count);
        foreach (var customer in once.GroupBy(call => call.Customer))
        {
            customer.Select(call => call.Sequence).ShouldBe(Enumerable.Range(1, customer.Count()), $"Seed {seed}. {customer.Key}");
        }
    }
}
