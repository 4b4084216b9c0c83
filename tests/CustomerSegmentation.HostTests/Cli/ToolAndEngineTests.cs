using System.Text.Json;
using CustomerSegmentation.HostTests.Faults;

namespace CustomerSegmentation.HostTests.Cli;

/// <summary>The tool against a real engine over real HTTP.</summary>
public abstract class ToolAndEngineTests
{
    /// <summary>What it runs on.</summary>
    private protected abstract HostUnderTest Host { get; }

    [Fact]
    public async Task A_simulated_year_can_be_asked_about()
    {
        using var data = new DataFolder();
        await using var engine = await Host.StartAsync(data.Path);

        var simulated = await ToolRun.OfAsync(
            "simulate", "--customers", "300", "--rate", "0", "--to", engine.Address, "--json");
        simulated.ExitCode.ShouldBe(0, simulated.Error);
        using var summary = JsonDocument.Parse(simulated.Out);
        summary.RootElement.GetProperty("recorded").GetInt64().ShouldBe(summary.RootElement.GetProperty("sent").GetInt64());
        summary.RootElement.GetProperty("refused").GetInt64().ShouldBe(0);

        using var segments = await AskAsync(engine, "segments");
        segments.RootElement.GetProperty("customers").GetInt32().ShouldBe(300);
        using var customer = await AskAsync(engine, "customer", "C-000042");
        customer.RootElement.GetProperty("customerId").GetString().ShouldBe("C-000042");
        using var models = await AskAsync(engine, "models");
        (await ToolRun.OfAsync("models", "--server", engine.Address)).Out.ShouldContain("rules");
        var migrations = await ToolRun.OfAsync("migrations", "--server", engine.Address, "--limit", "3");
        migrations.ExitCode.ShouldBe(0, migrations.Error);
        migrations.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(4);
        migrations.Error.ShouldContain("--cursor");
    }

    [Fact]
    public async Task A_simulated_file_imported_twice_counts_once()
    {
        using var data = new DataFolder();
        await using var engine = await Host.StartAsync(data.Path);
        var folder = Directory.CreateTempSubdirectory("import-");
        var file = Path.Combine(folder.FullName, "shop.ndjson.gz");
        await ToolRun.OfAsync("simulate", "--customers", "200", "--history", "180d", "--out", file);

        using var first = JsonDocument.Parse((await ToolRun.OfAsync("import", file, "--to", engine.Address, "--json")).Out);
        using var second = JsonDocument.Parse((await ToolRun.OfAsync("import", file, "--to", engine.Address, "--json")).Out);
        folder.Delete(recursive: true);

        var sent = first.RootElement.GetProperty("sent").GetInt32();
        sent.ShouldBeGreaterThan(200);
        first.RootElement.GetProperty("recorded").GetInt32().ShouldBe(sent);
        second.RootElement.GetProperty("duplicates").GetInt32().ShouldBe(sent);
        second.RootElement.GetProperty("recorded").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task The_second_simulation_brings_new_orders_and_no_conflicts()
    {
        using var data = new DataFolder();
        await using var engine = await Host.StartAsync(data.Path);
        string[] simulate = ["simulate", "--customers", "50", "--history", "0", "--rate", "1000", "--events", "500", "--to", engine.Address];

        (await ToolRun.OfAsync(simulate)).Out.ShouldContain("500 recorded, 0 duplicates, 0 refused.");
        (await ToolRun.OfAsync(simulate)).Out.ShouldContain("500 recorded, 0 duplicates, 0 refused.");
    }

    [Fact]
    public async Task What_the_engine_refuses_is_told()
    {
        using var data = new DataFolder();
        await using var engine = await Host.StartAsync(data.Path);
        var folder = Directory.CreateTempSubdirectory("import-");
        var file = Path.Combine(folder.FullName, "orders.csv");
        await File.WriteAllTextAsync(file, "customerId,orderId,occurredAt,amount\nC1,O1,2025-03-01,10\nC1,O2,2025-03-02,10\n");
        await ToolRun.OfAsync("import", file, "--to", engine.Address);
        await File.WriteAllTextAsync(file, "customerId,orderId,occurredAt,amount\nC1,O1,2025-03-01,11\nC1,O2,2025-03-02,10\n");

        var run = await ToolRun.OfAsync("import", file, "--to", engine.Address);
        folder.Delete(recursive: true);

        run.ExitCode.ShouldBe(1);
        run.Out.ShouldContain("0 recorded, 1 duplicates, 1 refused.");
        run.Out.ShouldContain("conflict");
    }

    [Fact]
    public async Task A_growing_export_ends_with_its_last_figures()
    {
        using var data = new DataFolder();
        await using var engine = await Host.StartAsync(data.Path, "--Window", "all");
        var folder = Directory.CreateTempSubdirectory("import-");
        var file = Path.Combine(folder.FullName, "orders.csv");
        await File.WriteAllTextAsync(
            file, "customerId,orderId,occurredAt,quantity,unitPrice\nC1,O1,2025-03-01,1,50\nC1,O1,2025-03-02,-1,5\nC2,O2,2025-03-01,2,4.132231\nC2,O2,2025-03-02,-1,4.132231\n");
        (await ToolRun.OfAsync("import", file, "--to", engine.Address)).Out.ShouldContain("4 recorded, 0 duplicates, 0 refused.");
        await FiguresShouldBeAsync(engine, "C1", frequency: 1, monetary: 45);
        await FiguresShouldBeAsync(engine, "C2", frequency: 1, monetary: 4.1322m);

        await File.AppendAllTextAsync(file, "C1,O1,2025-03-02,-1,45\nC2,O2,2025-03-03,-1,4.132231\n");
        (await ToolRun.OfAsync("import", file, "--to", engine.Address)).Out.ShouldContain("2 recorded, 4 duplicates, 0 refused.");
        (await ToolRun.OfAsync("import", file, "--to", engine.Address)).Out.ShouldContain("0 recorded, 6 duplicates, 0 refused.");
        folder.Delete(recursive: true);
        await FiguresShouldBeAsync(engine, "C1", frequency: 0, monetary: 0);
        await FiguresShouldBeAsync(engine, "C2", frequency: 0, monetary: 0);
    }

    [Fact]
    public async Task An_engine_with_keys_wants_one()
    {
        using var data = new DataFolder();
        await using var engine = await Host.StartAsync(data.Path, "--ApiKeys:0", "secret");

        var without = await ToolRun.OfAsync("segments", "--server", engine.Address);
        without.ExitCode.ShouldBe(4);
        without.Error.ShouldContain("--api-key");
        (await ToolRun.OfAsync("segments", "--server", engine.Address, "--api-key", "wrong")).ExitCode.ShouldBe(4);
        (await ToolRun.OfAsync("segments", "--server", engine.Address, "--api-key", "secret")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task An_unknown_customer_is_exit_code_5()
    {
        using var data = new DataFolder();
        await using var engine = await Host.StartAsync(data.Path);

        var run = await ToolRun.OfAsync("customer", "nobody", "--server", engine.Address);

        run.ExitCode.ShouldBe(5);
        run.Error.ShouldContain("'nobody'");
    }

    private static async Task FiguresShouldBeAsync(HostProcess engine, string id, int frequency, decimal monetary)
    {
        using var customer = await AskAsync(engine, "customer", id);
        customer.RootElement.GetProperty("frequency").GetInt32().ShouldBe(frequency);
        customer.RootElement.GetProperty("monetary").GetDecimal().ShouldBe(monetary);
    }

    private static async Task<JsonDocument> AskAsync(HostProcess engine, params string[] question)
    {
        var run = await ToolRun.OfAsync([.. question, "--server", engine.Address, "--json"]);
        run.ExitCode.ShouldBe(0, run.Error);
        return JsonDocument.Parse(run.Out);
    }
}
