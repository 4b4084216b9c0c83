using System.Security.Cryptography;
using System.Text;
using CustomerSegmentation.Edge.Outbound.Webhooks;

namespace CustomerSegmentation.HostTests.Outbound;

/// <summary>What a receiver can rely on.</summary>
public sealed class WebhookSigningTests
{
    /// <summary>The example that the reference libraries of Standard Webhooks are tested with.</summary>
    [Fact]
    public void The_published_example_is_signed_as_published() => WebhookSecret.Sign(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"u8)
        .ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

    [Fact]
    public async Task A_receiver_can_tell_a_message_of_ours_from_one_that_was_signed_with_another_secret_or_changed()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await WebhookHost.StartAsync();
        var secret = (string)(await host.SubscribeAsync(receiver.Url))["secret"]!;
        secret.ShouldStartWith("whsec_");
        Convert.FromBase64String(secret[6..]).Length.ShouldBe(32);

        await host.BuyAsync("C1");
        await receiver.TakesAsync(1);

        var call = receiver.Taken[0];
        call.ContentType.ShouldStartWith("application/cloudevents+json");
        call.Timestamp.ShouldBe(WebhookHost.Start.ToUnixTimeSeconds().ToString());
        call.Event.GetProperty("id").GetString().ShouldBe(call.Id);
        call.Signature.ShouldBe(Expected(secret, call, call.Body));
        call.Signature.ShouldNotBe(Expected(WebhookSecret.Make(), call, call.Body));
        call.Signature.ShouldNotBe(Expected(secret, call, [.. call.Body, (byte)' ']));
        call.Signature.ShouldNotBe(Expected(secret, call with { Timestamp = "0" }, call.Body));
    }

    private static string Expected(string secret, Call call, byte[] body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{call.Id}.{call.Timestamp}."), .. body];
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), signed));
    }
}
