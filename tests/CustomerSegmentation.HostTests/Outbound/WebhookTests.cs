using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using CustomerSegmentation.HttpSuite;

namespace CustomerSegmentation.HostTests.Outbound;

/// <summary>Webhooks, from the call that makes one to real receivers.</summary>
public sealed class WebhookTests
{
    [Fact]
    public async Task A_receiver_that_is_down_for_an_hour_gets_everything_afterwards_in_order()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await WebhookHost.StartAsync();
        var id = (string)(await host.SubscribeAsync(receiver.Url))["id"]!;
        receiver.Answer = _ => 503;

        for (var i = 0; i < 30; i++)
        {
            await host.BuyAsync($"C{i}");
        }

        await host.PassAsync(TimeSpan.FromSeconds(20), () => host.Time.GetUtcNow() >= WebhookHost.Start.AddHours(1), "an hour");
        await host.PassAsync(TimeSpan.FromSeconds(20), () => receiver.Calls.Count >= 8, "attempts");
        receiver.Calls.Select(call => call.Id).Distinct().Count().ShouldBe(1, "what follows waits");
        receiver.Answer = _ => 200;
        await host.PassAsync(TimeSpan.FromMinutes(1), () => receiver.Taken.Count == 30, "everything taken");

        receiver.Taken.Select(call => call.Customer).ShouldBe(Enumerable.Range(0, 30).Select(i => $"C{i}"));
        var deliveries = new JsonArray();
        await Eventually.TrueAsync(async () => (deliveries = await host.DeliveriesAsync(id)).Count == 30, "30 deliveries on record");
        deliveries.Select(one => (string)one!["status"]!).ShouldAllBe(status => status == "delivered");
        ((int)deliveries[^1]!["attempts"]!).ShouldBe(receiver.Calls.Count - 29);
        // 5 s, doubling: after an hour the wait is longer than ten minutes, and each attempt was signed anew.
        var times = receiver.Calls.TakeWhile(call => call.Status == 503).Select(call => long.Parse(call.Timestamp)).ToList();
        times.Zip(times.Skip(1), (a, b) => b - a).ShouldAllBe(wait => wait >= 4);
        (times[^1] - times[^2]).ShouldBeGreaterThan(times[1] - times[0]);
    }

    [Fact]
    public async Task A_receiver_that_says_410_is_called_no_more_until_it_is_enabled_and_then_goes_on_where_it_stopped()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await WebhookHost.StartAsync();
        var id = (string)(await host.SubscribeAsync(receiver.Url))["id"]!;
        receiver.Answer = call => call.Customer == "B" ? 410 : 200;
        await host.BuyAsync("A");
        await host.BuyAsync("B");
        await Eventually.TrueAsync(async () => (await host.WebhookAsync(id))["status"]!.ToString() == "disabled", "disabled");
        await host.BuyAsync("C");
        host.Time.Move(TimeSpan.FromDays(1));

        ((string)(await host.WebhookAsync(id))["disabledBecause"]!).ShouldContain("410");
        receiver.Calls.Select(call => call.Customer).ShouldBe(["A", "B"]);

        receiver.Answer = _ => 200;
        using (await host.Client.PostAsync($"/api/v1/webhooks/{id}/enable", content: null))
        {
            await receiver.TakesAsync(3);
        }

        receiver.Taken.Select(call => call.Customer).ShouldBe(["A", "B", "C"]);
    }

    [Theory]
    [InlineData("600", 600)]
    [InlineData("1", 5)] // sooner than the first wait is
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", 12 * 3600)]
    [InlineData("Thu, 01 Jan 1970 00:00:00 GMT", 5)]
    [InlineData("soon", 5)]
    public async Task A_receiver_may_ask_to_be_called_later_but_not_later_than_half_a_day(string retryAfter, int seconds)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await WebhookHost.StartAsync();
        var id = (string)(await host.SubscribeAsync(receiver.Url))["id"]!;
        (receiver.Answer, receiver.RetryAfter) = (_ => 429, retryAfter);

        await host.BuyAsync("A");

        var delivery = await host.DeliveryAsync(id, one => (int)one["attempts"]! == 1);
        var wait = (DateTimeOffset)delivery["nextAt"]! - (DateTimeOffset)delivery["lastAt"]!;
        wait.TotalSeconds.ShouldBe(seconds, 0.2 * Math.Min(seconds, 5));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = await Receiver.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        await using var host = await WebhookHost.StartAsync();
        (receiver.Answer, receiver.Location) = (_ => 307, elsewhere.Url);
        var id = (string)(await host.SubscribeAsync(receiver.Url))["id"]!;

        await host.BuyAsync("A");

        var delivery = await host.DeliveryAsync(id, one => (int)one["attempts"]! == 1);
        ((string)delivery["status"]!).ShouldBe("pending");
        ((string)delivery["problem"]!).ShouldContain("redirects are not followed");
        elsewhere.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("http://93.184.215.14/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::ffff:10.0.0.1]/")]
    [InlineData("https://2130706433/")] // 127.0.0.1 as one number
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://user:password@shop.example/")]
    [InlineData("ftp://shop.example/")]
    [InlineData("/hook")]
    [InlineData("nonsense")]
    public async Task An_address_that_leads_nowhere_good_makes_no_webhook(string url)
    {
        await using var host = await WebhookHost.StartAsync(allowPrivate: false);
        using var body = ApiTesting.Json($$"""{"url":"{{url}}"}""");
        using var response = await host.Client.PostAsync("/api/v1/webhooks", body);
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_url");
    }

    [Fact]
    public async Task A_name_that_leads_to_this_machine_is_not_connected_to()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var host = await WebhookHost.StartAsync(allowPrivate: false);
        var url = new Uri($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        var id = (string)(await host.SubscribeAsync(url))["id"]!;

        await host.BuyAsync("A");

        var delivery = await host.DeliveryAsync(id, one => (int)one["attempts"]! == 1);
        ((string)delivery["problem"]!).ShouldContain("private address");
        listener.Pending().ShouldBeFalse();
    }

    [Fact]
    public async Task Only_what_was_asked_for_is_sent_from_the_moment_it_was_asked_for()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await WebhookHost.StartAsync();
        await host.BuyAsync("Before");
        var made = await host.SubscribeAsync(receiver.Url, """, "segments":["potential-loyalist"],"causes":["purchase"]""");
        await host.BuyAsync("Old", daysAgo: 100);
        await host.BuyAsync("Wanted", daysAgo: 1, amount: 60);
        await receiver.TakesAsync(1);

        receiver.Taken.Single().Customer.ShouldBe("Wanted");
        receiver.Taken.Single().Event.GetProperty("data").GetProperty("to").GetProperty("id").GetString().ShouldBe("potential-loyalist");

        using var list = await host.Client.GetAsync("/api/v1/webhooks");
        var listed = (await list.ReadObjectAsync())["items"]!.AsArray().Single()!;
        listed.Names().ShouldNotContain("secret");
        made.Remove("secret").ShouldBeTrue();
        JsonNode.DeepEquals(listed, made).ShouldBeTrue();
    }

    [Fact]
    public async Task What_was_erased_before_it_was_taken_is_withdrawn_and_a_deleted_webhook_gets_nothing()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await WebhookHost.StartAsync();
        var id = (string)(await host.SubscribeAsync(receiver.Url))["id"]!;
        receiver.Answer = _ => 500;
        await host.BuyAsync("Erased");
        await host.DeliveryAsync(id, one => (int)one["attempts"]! == 1);

        await host.Engine.EraseCustomerAsync("Erased");
        await host.BuyAsync("Kept");
        receiver.Answer = _ => 200;
        await host.PassAsync(TimeSpan.FromSeconds(10), () => receiver.Taken.Count == 1, "the next one taken");

        receiver.Taken.Single().Customer.ShouldBe("Kept");
        await host.DeliveryAsync(id, one => (string)one["status"]! == "delivered");
        (await host.DeliveriesAsync(id)).Select(one => (string)one!["status"]!).ShouldBe(["delivered", "withdrawn"]);

        using var deleted = await host.Client.DeleteAsync($"/api/v1/webhooks/{id}");
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await host.BuyAsync("Later");
        using var gone = await host.Client.GetAsync($"/api/v1/webhooks/{id}/deliveries");
        await gone.ShouldBeProblemAsync(HttpStatusCode.NotFound, "unknown_webhook");
        receiver.Taken.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_behind_many_that_were_not_asked_for_is_tried_on_after_a_restart_and_not_withdrawn()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await WebhookHost.StartAsync();
        var id = (string)(await host.SubscribeAsync(receiver.Url, """, "segments":["potential-loyalist"]"""))["id"]!;
        receiver.Answer = _ => 503;
        for (var i = 0; i < 150; i++)
        {
            await host.BuyAsync($"Unasked{i}", daysAgo: 100);
        }

        await host.BuyAsync("Wanted", amount: 60);
        var tried = await host.DeliveryAsync(id, one => (int)one["attempts"]! == 1);

        await host.RestartAsync();
        await host.PassAsync(TimeSpan.FromSeconds(10), () => receiver.Calls.Count >= 2, "another attempt");

        var again = await host.DeliveryAsync(id, one => (int)one["attempts"]! >= 2);
        ((string)again["id"]!, (string)again["firstAt"]!, (string)again["status"]!).ShouldBe(
            ((string)tried["id"]!, (string)tried["firstAt"]!, "pending"));
        (await host.DeliveriesAsync(id)).Count.ShouldBe(1);
    }
}
