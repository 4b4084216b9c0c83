using System.Text;
using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.HttpSuite;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerSegmentation.HostTests.Messaging;

/// <summary>What cannot be read in a message is counted by its code, as what cannot be read over HTTP is.</summary>
public sealed class RefusedInMessagesTests
{
    [Fact]
    public async Task What_cannot_be_read_in_a_message_is_counted_once()
    {
        await using var host = await MessagingHost.StartAsync(broker: null, new ControllableEngine(), demo: true);
        using var counts = new RefusedCounts(host.Services);
        await host.Services.GetRequiredService<PurchasePublisher>().PublishAsync(
            Encoding.UTF8.GetBytes(Purchases.List(Purchases.Event("E-1"), "{}")));

        await Eventually.TrueAsync(() => !counts.Sums.IsEmpty, "the refused event counted");
        counts.Sums.ShouldHaveSingleItem().ShouldBe(KeyValuePair.Create("missing_field", 1L));
    }
}
