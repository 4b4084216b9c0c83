using System.Text.Json;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Embedded;
using CustomerSegmentation.Engine;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>What every bad day must leave standing: nothing acknowledged is lost or counted twice.</summary>
internal static class Invariant
{
    /// <summary>
    /// The host, which runs under the event clock with an all-time window, knows each of these events and stands
    /// where an engine stands to which nothing ever happened. All of them must have been acknowledged.
    /// </summary>
    public static async Task NothingIsLostOrCountedTwiceAsync(
        this HostProcess host, IReadOnlyList<PurchaseEvent> acknowledged, string circumstances = "")
    {
        (await host.RecordAsync(acknowledged)).ShouldBe(
            (0, acknowledged.Count), $"Every event sent again must be known already. {circumstances}");
        await host.SegmentsAsync();
        var customers = acknowledged.Select(e => e.CustomerId).Distinct().ToList();
        var histories = (await host.MigrationsAsync()).ToLookup(migration => migration.GetProperty("customerId").GetString()!);
        histories.Select(history => history.Key).ShouldBeSubsetOf(customers, circumstances);
        using var folder = new DataFolder();
        await using var undisturbed = EmbeddedEngine.Start(
            new() { Clock = EngineClock.Event, Window = null }, new() { Data = folder.Path }, TimeProvider.System, NullLogger.Instance);
        await undisturbed.RecordAsync(acknowledged);
        foreach (var id in customers)
        {
            var answer = await host.CustomerAsync(id);
            var expected = await undisturbed.FindCustomerAsync(id);
            Figures(answer).ShouldBe(Figures(expected!), $"Customer {id}. {circumstances}");
            Histories.ShouldBeWhole(id, histories[id], answer, circumstances);
        }
    }

    private static object Figures(JsonElement customer) => (
        customer.GetProperty("asOf").GetDateTimeOffset(),
        customer.GetProperty("lastPurchaseAt").GetDateTimeOffset(),
        customer.GetProperty("frequency").GetInt32(),
        customer.GetProperty("monetary").GetDecimal(),
        Histories.SegmentId(customer.GetProperty("segment")));

    private static object Figures(CustomerView customer) => (
        customer.AsOf,
        customer.LastPurchaseAt!.Value,
        customer.Rfm?.Frequency ?? 0,
        customer.Rfm?.Monetary ?? 0,
        customer.Segment?.Id);
}
