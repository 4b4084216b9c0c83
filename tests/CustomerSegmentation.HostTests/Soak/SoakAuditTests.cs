using System.Text;
using CustomerSegmentation.HostTests.Faults;

namespace CustomerSegmentation.HostTests.Soak;

/// <summary>An audit that finds nothing is worth something only if it would have.</summary>
public sealed class SoakAuditTests
{
    [Fact]
    public async Task An_audit_tells_of_what_is_missing_and_what_is_too_much()
    {
        using var folder = new DataFolder();
        await using var host = await HostUnderTest.Embedded.StartAsync(folder.Path);
        var shop = new SoakShop(customers: 4);
        var now = TimeProvider.System.GetUtcNow();
        // By the stride of 7,919 = 3 (mod 4) these are, in turn, of the customers 0, 3, 2 and 1.
        var sales = Enumerable.Range(0, 4).Select(_ => shop.Sell(now)).ToArray();
        await host.PostEventsAsync(sales[0].Body);
        await host.PostEventsAsync(sales[0].Body); // known: changes nothing
        await host.PostEventsAsync(sales[1].Body);
        await host.PostEventsAsync(Changed(sales[1].Body, ("\"O-", "\"P-"), ("\"eventId\":\"", "\"eventId\":\"x"))); // once too often
        await host.PostEventsAsync(Changed(sales[2].Body, ("\"amount\":", "\"amount\":1"))); // for another amount; sales[3] never

        var audit = await SoakAudit.OfAsync(host.Http, shop);

        (audit.Orders, audit.Lost, audit.Doubled, audit.WrongSums, audit.Strangers).ShouldBe((4, 1, 1, 3, 1));
        audit.IsClean.ShouldBeFalse();
    }

    private static byte[] Changed(byte[] body, params (string From, string To)[] changes) => Encoding.UTF8.GetBytes(
        changes.Aggregate(Encoding.UTF8.GetString(body), (text, change) => text.Replace(change.From, change.To, StringComparison.Ordinal)));
}
