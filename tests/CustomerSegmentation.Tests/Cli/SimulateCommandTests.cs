using System.Text.Json;

namespace CustomerSegmentation.Tests.Cli;

public class SimulateCommandTests
{
    [Fact]
    public async Task A_history_in_a_file_is_the_same_every_time()
    {
        using var one = new TemporaryFile("one.ndjson");
        using var two = new TemporaryFile("two.ndjson");
        foreach (var file in new[] { one, two })
        {
            var run = await ToolRun.OfAsync(
                "simulate", "--customers", "300", "--history", "90d", "--until", "2026-01-01", "--seed", "7", "--out", file.Path);
            run.ExitCode.ShouldBe(0, run.Error);
        }

        var lines = await File.ReadAllLinesAsync(one.Path);
        lines.Length.ShouldBeGreaterThan(300);
        lines.ShouldBe(await File.ReadAllLinesAsync(two.Path));
        lines.ShouldAllBe(line => line.Contains("\"occurredAt\":\"2025-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_simulated_file_imports_without_a_complaint()
    {
        using var file = new TemporaryFile("events.ndjson.gz");
        await ToolRun.OfAsync("simulate", "--customers", "300", "--until", "2026-01-01", "--out", file.Path);

        var run = await ToolRun.OfAsync("import", file.Path, "--dry-run", "--json");

        run.ExitCode.ShouldBe(0, run.Error);
        using var report = JsonDocument.Parse(run.Out);
        report.RootElement.GetProperty("customers").GetInt32().ShouldBe(300);
        report.RootElement.GetProperty("invalid").GetInt32().ShouldBe(0);
        report.RootElement.GetProperty("refunds").GetInt32().ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task Standard_output_carries_nothing_but_events()
    {
        var run = await ToolRun.OfAsync("simulate", "--customers", "50", "--out", "-");

        run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(line => line.StartsWith("{\"eventId\"", StringComparison.Ordinal));
        run.Error.ShouldContain("purchases and");
    }

    [Fact]
    public async Task History_then_live_until_the_number_of_events_is_reached()
    {
        await using var server = new LoopbackServer(Answer.AllRecorded);

        var run = await ToolRun.OfAsync(
            "simulate", "--customers", "100", "--history", "30d", "--rate", "5000", "--events", "700", "--to", server.Address, "--json");

        run.ExitCode.ShouldBe(0, run.Error);
        using var summary = JsonDocument.Parse(run.Out);
        summary.RootElement.GetProperty("recorded").GetInt32().ShouldBe(700);
        server.Requests.Sum(r => r.Body.Count(c => c == '\n')).ShouldBe(700);
    }

    [Fact]
    public async Task The_rate_is_kept()
    {
        await using var server = new LoopbackServer(Answer.AllRecorded);

        var run = await ToolRun.OfAsync(
            "simulate", "--customers", "100", "--history", "0", "--rate", "2000", "--duration", "1s", "--to", server.Address, "--json");

        // Exactly, on a busy machine too: what a slow tick held up is caught up with.
        using var summary = JsonDocument.Parse(run.Out);
        summary.RootElement.GetProperty("sent").GetInt32().ShouldBe(2_000);
    }

    [Fact]
    public async Task Ctrl_C_ends_with_a_summary_and_exit_code_130()
    {
        using var interrupt = new CancellationTokenSource();
        var requests = 0;
        await using var server = new LoopbackServer(asked =>
        {
            if (++requests == 3)
            {
                interrupt.Cancel();
            }

            return Answer.AllRecorded(asked);
        });

        var run = await ToolRun.OfAsync(new Dictionary<string, string>(), interrupt.Token,
            "simulate", "--customers", "100", "--history", "0", "--rate", "1000", "--to", server.Address, "--json");

        run.ExitCode.ShouldBe(130);
        using var summary = JsonDocument.Parse(run.Out);
        summary.RootElement.GetProperty("interrupted").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task No_broker_is_exit_code_3()
    {
        var nobody = LoopbackServer.NobodysAddress().Replace("http", "amqp", StringComparison.Ordinal);

        var run = await ToolRun.OfAsync("simulate", "--to", nobody);

        run.ExitCode.ShouldBe(3);
        run.Error.ShouldContain("Is RabbitMQ running there?");
    }

    [Theory]
    [InlineData("--to", "amqp://127.0.0.1:1/a/b")]
    [InlineData("--to", "amqp:nothing")]
    [InlineData("--customers", "0")]
    [InlineData("--rate", "-1")]
    [InlineData("--history", "a year")]
    [InlineData("--until", "tomorrow")]
    public async Task Wrong_options_are_exit_code_2(string option, string value) =>
        (await ToolRun.OfAsync("simulate", option, value)).ExitCode.ShouldBe(2);

    [Fact]
    public async Task Two_destinations_are_wrong_usage() =>
        (await ToolRun.OfAsync("simulate", "--to", "http://127.0.0.1:1", "--out", "x")).ExitCode.ShouldBe(2);
}
