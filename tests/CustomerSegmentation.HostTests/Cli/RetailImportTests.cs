using System.Text.Json;
using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.HostTests.Brokers;

namespace CustomerSegmentation.HostTests.Cli;

/// <summary>A shop's year through the tool into a real engine under the event clock, over all time: it counts what a loop over the raw file counts.</summary>
[Collection(BrokerCollection.Name)]
public sealed class RetailImportTests(SharedBroker shared)
{
    private const int Asked = 40;

    [Fact]
    public async Task Purchases_over_HTTP()
    {
        await using var engine = await RunningEngine.StartAsync("--Clock", "event", "--Window", "all", "--Currency", "GBP");
        var invoices = Purchases().Select(line => line.Invoice).Distinct().Count();

        var run = await ToolRun.OfAsync("import", RetailSample.Path, "--purchases-only", "--to", engine.Address);

        run.ExitCode.ShouldBe(0, run.Error);
        run.Out.ShouldContain($"{invoices:#,0} recorded, 0 duplicates, 0 refused.");
        foreach (var customer in Purchases().GroupBy(line => line.Customer).Take(Asked))
        {
            (await FiguresAsync(engine, customer.Key)).ShouldBe(Bought(customer), customer.Key);
        }
    }

    [Fact]
    public async Task Purchases_through_RabbitMQ()
    {
        var broker = await shared.GetAsync();
        await broker.ForgetAsync(BrokerNames.PurchaseQueue);
        await using var engine = await RunningEngine.StartAsync(
            "--Clock", "event", "--Window", "all", "--Currency", "GBP", "--RabbitMq:Host", "127.0.0.1", "--RabbitMq:Port", $"{broker.Port}");
        using (var http = new HttpClient { BaseAddress = new(engine.Address) })
        {
            await Eventually.TrueAsync(async () => (await http.GetAsync("health/ready")).IsSuccessStatusCode, "the engine ready");
        }

        var run = await ToolRun.OfAsync(
            "import", RetailSample.Path, "--purchases-only", "--batch", "100", "--to", broker.Address.ToString());

        run.ExitCode.ShouldBe(0, run.Error);
        foreach (var customer in Purchases().GroupBy(line => line.Customer).Take(Asked))
        {
            await Eventually.TrueAsync(
                async () => await FiguresAsync(engine, customer.Key) == Bought(customer), $"the figures of {customer.Key}");
        }
    }

    [Theory]
    [MemberData(nameof(RetailTables.Names), MemberType = typeof(RetailTables))]
    public async Task With_refunds(string table)
    {
        var raw = RawRetail.Customers(RetailTables.PathOf(table));
        await using var engine = await RunningEngine.StartAsync("--Clock", "event", "--Window", "all", "--Currency", "GBP");

        (await ToolRun.OfAsync("import", RetailTables.PathOf(table), "--to", engine.Address)).ExitCode.ShouldBe(0);

        using var segments = JsonDocument.Parse((await ToolRun.OfAsync("segments", "--server", engine.Address, "--json")).Out);
        segments.RootElement.GetProperty("segments").EnumerateArray().Sum(s => s.GetProperty("customers").GetInt32())
            .ShouldBe(raw.Values.Count(customer => customer.Frequency > 0));
        var gone = raw.Where(customer => customer.Value.Frequency == 0).Take(Asked / 2).ToList();
        gone.ShouldNotBeEmpty();
        foreach (var (id, expected) in raw.OrderByDescending(customer => customer.Value.Frequency).Take(Asked / 2).Concat(gone))
        {
            var (frequency, monetary, _) = (await FiguresAsync(engine, id)).ShouldNotBeNull();
            (frequency, monetary).ShouldBe((expected.Frequency, expected.Monetary), id);
        }
    }

    private static IEnumerable<RawLine> Purchases() =>
        RawRetail.Lines(RetailSample.Path).Where(line => line.Quantity > 0);

    private static (int Frequency, decimal Monetary, DateTime? Last) Bought(IEnumerable<RawLine> customer) => (
        customer.Select(line => line.Invoice).Distinct().Count(),
        customer.Sum(line => line.Quantity * line.Price),
        customer.GroupBy(line => line.Invoice).Max(invoice => invoice.Min(line => line.Time)));

    /// <returns>Null while the engine does not know the customer.</returns>
    private static async Task<(int Frequency, decimal Monetary, DateTime? Last)?> FiguresAsync(RunningEngine engine, string id)
    {
        var run = await ToolRun.OfAsync("customer", id, "--server", engine.Address, "--json");
        if (run.ExitCode != 0)
        {
            return null;
        }

        using var json = JsonDocument.Parse(run.Out);
        var customer = json.RootElement;
        return (
            customer.GetProperty("frequency").GetInt32(),
            customer.GetProperty("monetary").GetDecimal(),
            customer.GetProperty("lastPurchaseAt") is { ValueKind: JsonValueKind.String } last ? last.GetDateTimeOffset().UtcDateTime : null);
    }
}
