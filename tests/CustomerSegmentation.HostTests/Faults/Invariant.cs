using System.Text.Json;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Segments;
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
        var customers = acknowledged.Select(e => e.CustomerId).Distinct().ToList();
        var answers = new Dictionary<string, JsonElement>();
        foreach (var id in customers)
        {
            answers[id] = await host.CustomerAsync(id);
        }

        var histories = await SweptAsync(host, answers);
        histories.Select(history => history.Key).ShouldBeSubsetOf(customers, circumstances);
        using var folder = new DataFolder();
        await using var undisturbed = EmbeddedEngine.Start(
            new() { Clock = EngineClock.Event, Window = null }, new() { Data = folder.Path }, TimeProvider.System, NullLogger.Instance);
        await undisturbed.RecordAsync(acknowledged);
        foreach (var id in customers)
        {
            var expected = await undisturbed.FindCustomerAsync(id);
            Figures(answers[id]).ShouldBe(Figures(expected!), $"Customer {id}. {circumstances}");
            Histories.ShouldBeWhole(id, histories[id], answers[id], circumstances);
        }
    }

    /// <summary>
    /// The histories, once a sweep has recorded what time had changed by now; after a while as they are, for the
    /// assertion to tell what is wrong with them.
    /// </summary>
    private static async Task<ILookup<string, JsonElement>> SweptAsync(HostProcess host, Dictionary<string, JsonElement> answers)
    {
        var histories = Enumerable.Empty<JsonElement>().ToLookup(_ => "");
        try
        {
            await Eventually.TrueAsync(
                async () =>
                {
                    histories = (await host.MigrationsAsync()).ToLookup(migration => migration.GetProperty("customerId").GetString()!);
                    return answers.All(customer => Histories.Last(histories[customer.Key])
                        == Histories.SegmentId(customer.Value.GetProperty("segment")));
                },
                "histories that end where the customers are");
        }
        catch (TimeoutException)
        {
            // The assertion says more.
        }

        return histories;
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
