using System.Globalization;
using System.Text.Json;
using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.HostTests.Brokers;

namespace CustomerSegmentation.HostTests.Cli;

/// <summary>Online Retail through the tool into a real engine under the event clock, over all time.</summary>
[Collection(BrokerCollection.Name)]
public sealed class OnlineRetailImportTests(SharedBroker shared)
{
    private static readonly DateTime Midnight = new(2011, 12, 10);

    [Fact]
    public async Task Purchases_give_the_reference_RFM()
    {
        var file = SharedData.PathOf("OnlineRetail.csv.gz");
        using var references = JsonDocument.Parse(await File.ReadAllTextAsync(SharedData.PathOf("fixtures/references.json")));
        var retail = references.RootElement.GetProperty("retail");
        await using var engine = await RunningEngine.StartAsync("--Clock", "event", "--Window", "all", "--Currency", "GBP");

        var run = await ToolRun.OfAsync("import", file, "--purchases-only", "--to", engine.Address);

        run.ExitCode.ShouldBe(0, run.Error);
        run.Out.ShouldContain("18,532 recorded, 0 duplicates, 0 refused.");
        foreach (var expected in retail.GetProperty("rfm_sample").EnumerateArray())
        {
            (await DiffersAsync(engine, expected)).ShouldBeNull();
        }
    }

    [Fact]
    public async Task Purchases_through_RabbitMQ_give_the_reference_RFM()
    {
        var file = SharedData.PathOf("OnlineRetail.csv.gz");
        using var references = JsonDocument.Parse(await File.ReadAllTextAsync(SharedData.PathOf("fixtures/references.json")));
        var broker = await shared.GetAsync();
        await broker.ForgetAsync(BrokerNames.PurchaseQueue);

        await using var engine = await RunningEngine.StartAsync(
            "--Clock", "event", "--Window", "all", "--Currency", "GBP", "--RabbitMq:Host", "127.0.0.1", "--RabbitMq:Port", $"{broker.Port}");
        using (var http = new HttpClient { BaseAddress = new(engine.Address) })
        {
            await Eventually.TrueAsync(async () => (await http.GetAsync("health/ready")).IsSuccessStatusCode, "the engine ready");
        }

        var run = await ToolRun.OfAsync("import", file, "--purchases-only", "--batch", "100", "--to", broker.Address.ToString());

        run.ExitCode.ShouldBe(0, run.Error);
        foreach (var expected in references.RootElement.GetProperty("retail").GetProperty("rfm_sample").EnumerateArray())
        {
            await Eventually.TrueAsync(async () => await DiffersAsync(engine, expected) is null, $"the figures of {expected}");
        }
    }

    /// <returns>What differs from the reference; null when nothing does.</returns>
    private static async Task<string?> DiffersAsync(RunningEngine engine, JsonElement expected)
    {
        string Expected(string name) => expected.GetProperty(name).GetString()!;
        using var customer = await CustomerAsync(engine, Expected("CustomerID"));
        if (customer is null)
        {
            return "not known";
        }

        var answer = customer.RootElement;
        var frequency = answer.GetProperty("frequency").GetInt32().ToString(CultureInfo.InvariantCulture);
        var monetary = answer.GetProperty("monetary").GetDecimal();
        var days = (Midnight - answer.GetProperty("lastPurchaseAt").GetDateTimeOffset().UtcDateTime.Date).Days.ToString(CultureInfo.InvariantCulture);
        return frequency == Expected("frequency") && days == Expected("recency")
            && Math.Abs(monetary - decimal.Parse(Expected("monetary"), CultureInfo.InvariantCulture)) < 0.005m
                ? null
                : $"{expected}: frequency {frequency}, monetary {monetary}, recency {days}";
    }

    private static async Task<JsonDocument?> CustomerAsync(RunningEngine engine, string id)
    {
        var run = await ToolRun.OfAsync("customer", id, "--server", engine.Address, "--json");
        return run.ExitCode == 0 ? JsonDocument.Parse(run.Out) : null;
    }
}
