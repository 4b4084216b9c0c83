using System.Text.Json.Nodes;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.HostTests.Outbound;

/// <summary>Webhooks that warn of a threshold, to a real receiver.</summary>
public sealed class WebhookAlertTests
{
    [Fact]
    public async Task An_alert_warns_of_a_segment_that_shrinks_once_a_day()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await WebhookHost.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            await host.BuyAsync($"C{i}", amount: 60);
        }

        await host.SubscribeAsync(receiver.Url, """, "alert":{"kind":"shrinks","segment":"potential-loyalist","by":0.5,"days":3}""");

        // By the rules of the first day recency of more than 14 days is no longer the best score: 20 leave at once.
        await host.PassAsync(TimeSpan.FromHours(1), () => receiver.Taken.Count == 1, "the alert");

        var alert = receiver.Taken[0].Event;
        host.Time.GetUtcNow().ShouldBeInRange(WebhookHost.Start.AddDays(14), WebhookHost.Start.AddDays(60));
        alert.GetProperty("type").GetString().ShouldBe("segment.alert");
        alert.GetProperty("subject").GetString().ShouldBe("potential-loyalist");
        alert.GetProperty("data").GetProperty("figure").GetDouble().ShouldBe(0);
        alert.GetProperty("data").GetProperty("expected").GetDouble().ShouldBe(20);
        var day = alert.GetProperty("time").GetDateTimeOffset().UtcDateTime.Date;
        await host.PassAsync(TimeSpan.FromHours(1), () => receiver.Taken.Count == 2, "the next day's alert");
        receiver.Taken[1].Event.GetProperty("time").GetDateTimeOffset().UtcDateTime.Date.ShouldBe(day.AddDays(1));
    }

    [Fact]
    public async Task An_alert_warns_of_a_day_unlike_those_before()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await WebhookHost.StartAsync();
        await host.SubscribeAsync(receiver.Url, """, "alert":{"kind":"unusualFlow","segment":"potential-loyalist"}""");
        for (var day = 0; day < 20; day++)
        {
            await host.BuyAsync($"A{day}", amount: 60);
            await host.BuyAsync($"B{day}", amount: 60);
            host.Time.Move(TimeSpan.FromDays(1));
        }

        receiver.Calls.ShouldBeEmpty();
        for (var i = 0; i < 40; i++)
        {
            await host.BuyAsync($"C{i}", amount: 60);
        }

        await host.PassAsync(TimeSpan.FromHours(1), () => receiver.Taken.Count == 1, "the alert");

        var data = receiver.Taken[0].Event.GetProperty("data");
        data.GetProperty("figure").GetDouble().ShouldBe(40);
        data.GetProperty("expected").GetDouble().ShouldBe(2);
    }

    [Fact]
    public async Task An_alert_on_a_segment_that_a_refit_retired_is_disabled_and_says_why()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await WebhookHost.StartAsync();
        await host.Engine.RecordAsync([.. Enumerable.Range(0, 600).Select(i => new PurchaseEvent(
            $"e{i}", PurchaseEventType.Purchase, $"C{i}", $"o{i}", WebhookHost.Start.AddDays(-1 - (i % 3 * 100)), 10 + (i % 3 * 1_000) + (i % 7)))]);
        var id = (string)(await host.SubscribeAsync(receiver.Url, """, "alert":{"kind":"shrinks","segment":"new"}"""))["id"]!;

        await host.Engine.FitAsync(new(K: 3, Publish: true));
        JsonObject? webhook = null;
        await Eventually.TrueAsync(
            async () =>
            {
                host.Time.Move(TimeSpan.FromMinutes(20));
                return (string)(webhook = await host.WebhookAsync(id))["status"]! == "disabled";
            },
            $"disabled; {webhook}");

        ((string)webhook!["disabledBecause"]!).ShouldContain("no segment 'new'");
        receiver.Calls.ShouldBeEmpty();
    }
}
