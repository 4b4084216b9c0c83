using System.Globalization;
using System.Text.Json;

namespace CustomerSegmentation.HostTests.Cli;

/// <summary>Online Retail through the tool and HTTP into a real engine under the event clock, over all time.</summary>
public sealed class OnlineRetailImportTests
{
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
        var midnight = new DateTime(2011, 12, 10);
        foreach (var expected in retail.GetProperty("rfm_sample").EnumerateArray())
        {
            using var customer = await CustomerAsync(engine, expected.GetProperty("CustomerID").GetString()!);
            var answer = customer.RootElement;
            answer.GetProperty("frequency").GetInt32().ToString(CultureInfo.InvariantCulture).ShouldBe(expected.GetProperty("frequency").GetString());
            answer.GetProperty("monetary").GetDecimal()
                .ShouldBe(decimal.Parse(expected.GetProperty("monetary").GetString()!, CultureInfo.InvariantCulture), 0.005m);
            var days = (midnight - answer.GetProperty("lastPurchaseAt").GetDateTimeOffset().UtcDateTime.Date).Days;
            days.ToString(CultureInfo.InvariantCulture).ShouldBe(expected.GetProperty("recency").GetString());
        }
    }

    [Fact]
    public async Task With_refunds_the_engine_counts_what_a_script_over_the_raw_file_counts()
    {
        var file = SharedData.PathOf("OnlineRetail.csv.gz");
        await using var engine = await RunningEngine.StartAsync("--Clock", "event", "--Window", "all", "--Currency", "GBP");

        (await ToolRun.OfAsync("import", file, "--to", engine.Address)).ExitCode.ShouldBe(0);

        // 4,327 customers have an order that counts; 14911 has 198 of them for 136,552.79; all of 12346's came back.
        using var segments = JsonDocument.Parse((await ToolRun.OfAsync("segments", "--server", engine.Address, "--json")).Out);
        segments.RootElement.GetProperty("segments").EnumerateArray().Sum(s => s.GetProperty("customers").GetInt32()).ShouldBe(4_327);
        using var best = await CustomerAsync(engine, "14911");
        best.RootElement.GetProperty("frequency").GetInt32().ShouldBe(198);
        best.RootElement.GetProperty("monetary").GetDecimal().ShouldBe(136_552.79m);
        using var gone = await CustomerAsync(engine, "12346");
        gone.RootElement.GetProperty("segment").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    private static async Task<JsonDocument> CustomerAsync(RunningEngine engine, string id)
    {
        var run = await ToolRun.OfAsync("customer", id, "--server", engine.Address, "--json");
        run.ExitCode.ShouldBe(0, run.Error);
        return JsonDocument.Parse(run.Out);
    }
}
