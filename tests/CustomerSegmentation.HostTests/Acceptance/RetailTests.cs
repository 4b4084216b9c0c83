using System.Text.Json;
using CustomerSegmentation.Cli.Importing;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.HostTests.Brokers;
using CustomerSegmentation.HostTests.Faults;

namespace CustomerSegmentation.HostTests.Acceptance;

/// <summary>A shop's year, through a real RabbitMQ, gives the figures that others have worked out.</summary>
[Collection(BrokerCollection.Name)]
public sealed class RetailTests(SharedBroker shared)
{
    private static readonly DateTime AsOf = new(2011, 12, 10);

    [Fact]
    public async Task Purchases_give_the_reference_figures()
    {
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(SharedData.PathOf("fixtures/references.json")));
        var reference = json.RootElement.GetProperty("retail");
        var file = Import(SharedData.PathOf("OnlineRetail.csv.gz"), purchasesOnly: true);
        var broker = await shared.GetAsync();
        using var folder = new DataFolder();
        await using var host = await ReplayAsync(broker, folder, file.Events);

        var count = reference.GetProperty("cleaning").GetProperty("4_drop_qty<=0").GetProperty("customers").GetInt32();
        var segments = await host.SegmentsAsync();
        segments.GetProperty("customers").GetInt32().ShouldBe(count);
        segments.GetProperty("lapsed").GetInt32().ShouldBe(0);
        var customers = await CustomersAsync(host, file.Events);
        customers.Count.ShouldBe(count);
        foreach (var sample in reference.GetProperty("rfm_sample").EnumerateArray())
        {
            var customer = customers[sample.GetProperty("CustomerID").GetString()!];
            WholeDays(customer).ShouldBe(int.Parse(sample.GetProperty("recency").GetString()!));
            Frequency(customer).ShouldBe(int.Parse(sample.GetProperty("frequency").GetString()!));
            Monetary(customer).ShouldBe(decimal.Parse(sample.GetProperty("monetary").GetString()!));
        }

        var mean = reference.GetProperty("rfm_mean");
        customers.Values.Average(WholeDays).ShouldBe(mean.GetProperty("recency").GetDouble(), 1e-9);
        customers.Values.Average(Frequency).ShouldBe(mean.GetProperty("frequency").GetDouble(), 1e-9);
        ((double)customers.Values.Average(Monetary)).ShouldBe(mean.GetProperty("monetary").GetDouble(), 1e-6);
    }

    [Theory]
    [MemberData(nameof(RetailTables.Names), MemberType = typeof(RetailTables))]
    public async Task Refunds_give_the_figures_of_the_raw_file(string table)
    {
        var expected = RawRetail.Customers(RetailTables.PathOf(table));
        var file = Import(RetailTables.PathOf(table), purchasesOnly: false);
        var broker = await shared.GetAsync();
        using var folder = new DataFolder();
        await using var host = await ReplayAsync(broker, folder, file.Events);

        var customers = await CustomersAsync(host, file.Events);
        customers.Keys.ShouldBe(expected.Keys, ignoreOrder: true);
        foreach (var (id, raw) in expected)
        {
            var customer = customers[id];
            Frequency(customer).ShouldBe(raw.Frequency, id);
            Monetary(customer).ShouldBe(raw.Monetary, id);
            Monetary(customer).ShouldBeInRange(Math.Max(0, raw.Bought - raw.Returned), raw.Bought, id);
            NewestCounting(customer).ShouldBe(raw.Newest, id);
        }

        file.Report.Refunded.ShouldBe(expected.Values.Sum(raw => raw.Returned));
        file.Report.Purchased.ShouldBe(expected.Values.Sum(raw => raw.Bought));
        var segments = await host.SegmentsAsync();
        segments.GetProperty("lapsed").GetInt32().ShouldBe(expected.Values.Count(raw => raw.Frequency == 0));
        customers.Values.Sum(Monetary).ShouldBe(expected.Values.Sum(raw => raw.Monetary));
    }

    private static ImportFile Import(string path, bool purchasesOnly) =>
        ImportFile.Read(path, ImportFormat.Default with { PurchasesOnly = purchasesOnly }, TimeProvider.System.GetUtcNow());

    private static async Task<HostProcess> ReplayAsync(RabbitMqBroker broker, DataFolder folder, IReadOnlyList<PurchaseEvent> events)
    {
        await broker.ForgetQueuesAsync();
        var host = await HostUnderTest.Embedded.StartAsync(folder.Path, [.. broker.Options(), "--Clock", "event", "--Window", "all"]);
        await using var shop = await broker.ConnectAsync();
        foreach (var message in events.Chunk(100))
        {
            await shop.PublishAsync(BrokerNames.Purchases, PurchaseLoad.Body(message));
        }

        await broker.DrainedAsync();
        (await broker.RefusedAsync()).ShouldBe(0u);
        return host;
    }

    private static async Task<Dictionary<string, JsonElement>> CustomersAsync(HostProcess host, IReadOnlyList<PurchaseEvent> events)
    {
        var customers = new Dictionary<string, JsonElement>();
        foreach (var id in events.Select(e => e.CustomerId).Distinct())
        {
            customers.Add(id, await host.CustomerAsync(id));
        }

        return customers;
    }

    private static int WholeDays(JsonElement customer) =>
        (AsOf - customer.GetProperty("lastPurchaseAt").GetDateTimeOffset().UtcDateTime.Date).Days;

    private static int Frequency(JsonElement customer) => customer.GetProperty("frequency").GetInt32();

    private static decimal Monetary(JsonElement customer) => customer.GetProperty("monetary").GetDecimal();

    /// <summary>From the recency, which is exact to far less than the file's minutes.</summary>
    private static DateTime? NewestCounting(JsonElement customer)
    {
        var recency = customer.GetProperty("recencyDays");
        if (recency.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var newest = customer.GetProperty("asOf").GetDateTimeOffset().UtcDateTime.AddDays(-recency.GetDouble());
        return new(newest.AddSeconds(30).Ticks / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute);
    }
}
