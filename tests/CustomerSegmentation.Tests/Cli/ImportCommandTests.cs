using System.Text.Json;

namespace CustomerSegmentation.Tests.Cli;

public class ImportCommandTests
{
    private const string Header = "customerId,orderId,occurredAt,amount\n";

    [Fact]
    public async Task Events_arrive_as_NDJSON_in_time_order_with_the_key()
    {
        await using var server = new LoopbackServer(Answer.AllRecorded);
        using var file = TemporaryFile.Of(Header + "C2,O2,2025-03-02,2\nC1,O1,2025-03-01,1.50\n");

        var run = await ToolRun.OfAsync("import", file.Path, "--to", server.Address, "--api-key", "secret");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Out.ShouldContain("2 recorded, 0 duplicates, 0 refused.");
        var request = server.Requests.ShouldHaveSingleItem();
        request.Method.ShouldBe("POST");
        request.PathAndQuery.ShouldBe("/api/v1/events");
        request.ContentType.ShouldBe("application/x-ndjson");
        request.ApiKey.ShouldBe("secret");
        request.Body.ShouldBe(
            """
            {"eventId":"O1","type":"purchase","customerId":"C1","orderId":"O1","occurredAt":"2025-03-01T00:00:00Z","amount":1.50}
            {"eventId":"O2","type":"purchase","customerId":"C2","orderId":"O2","occurredAt":"2025-03-02T00:00:00Z","amount":2}

            """);
    }

    [Fact]
    public async Task A_packed_file_that_is_cut_off_is_named_and_nothing_is_sent()
    {
        await using var server = new LoopbackServer(Answer.AllRecorded);
        using var file = TemporaryFile.Gzipped(Header + string.Concat(Enumerable.Range(0, 5_000).Select(i => $"C{i},O{i},2025-03-01,1\n")));
        var packed = await File.ReadAllBytesAsync(file.Path, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(file.Path, packed[..(packed.Length / 2)], TestContext.Current.CancellationToken);

        var run = await ToolRun.OfAsync("import", file.Path, "--to", server.Address);

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain($"{file.Path} cannot be unpacked to its end");
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_directory_in_place_of_a_file_is_named()
    {
        var folder = Path.GetTempPath();

        var run = await ToolRun.OfAsync("import", folder, "--dry-run");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain($"'{folder}' is a directory; name one file in it.");
    }

    [Fact]
    public async Task A_batch_is_a_request()
    {
        await using var server = new LoopbackServer(Answer.AllRecorded);
        using var file = TemporaryFile.Of(Header + string.Concat(Enumerable.Range(0, 25).Select(i => $"C{i},O{i},2025-03-01,1\n")));

        var run = await ToolRun.OfAsync("import", file.Path, "--to", server.Address, "--batch", "10");

        run.ExitCode.ShouldBe(0, run.Error);
        server.Requests.Select(r => r.Body.Count(c => c == '\n')).ShouldBe([10, 10, 5]);
    }

    [Fact]
    public async Task Invalid_lines_stop_the_import_before_anything_is_sent()
    {
        await using var server = new LoopbackServer(Answer.AllRecorded);
        using var file = TemporaryFile.Of(Header + "C1,O1,2025-03-01,1\nC2,O2,2025-03-01,many\n");

        var run = await ToolRun.OfAsync("import", file.Path, "--to", server.Address);

        run.ExitCode.ShouldBe(1);
        run.Out.ShouldContain("1 × amount is not a number, such as 'many' (line 3)");
        run.Error.ShouldContain("--skip-invalid");
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Invalid_lines_are_skipped_when_told_to()
    {
        await using var server = new LoopbackServer(Answer.AllRecorded);
        using var file = TemporaryFile.Of(Header + "C1,O1,2025-03-01,1\nC2,O2,2025-03-01,many\n");

        var run = await ToolRun.OfAsync("import", file.Path, "--to", server.Address, "--skip-invalid");

        run.ExitCode.ShouldBe(0, run.Error);
        server.Requests.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_bad_header_is_wrong_usage_and_nothing_is_sent()
    {
        await using var server = new LoopbackServer(Answer.AllRecorded);
        using var file = TemporaryFile.Of("a,b\n1,2\n");

        var run = await ToolRun.OfAsync("import", file.Path, "--to", server.Address);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("The columns are: a, b.");
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_dry_run_needs_no_server()
    {
        using var file = TemporaryFile.Of(Header + "C1,O1,2025-03-01,1\n");

        var run = await ToolRun.OfAsync("import", file.Path, "--to", LoopbackServer.NobodysAddress(), "--dry-run", "--json");

        run.ExitCode.ShouldBe(0, run.Error);
        using var summary = JsonDocument.Parse(run.Out);
        summary.RootElement.GetProperty("purchases").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Refusals_are_told_and_the_exit_code_says_partly()
    {
        await using var server = new LoopbackServer(_ => new(200,
            """{"recorded":1,"duplicates":2,"refused":[{"index":1,"eventId":"O2","code":"conflict","reason":"Other content."}]}"""));
        using var file = TemporaryFile.Of(Header + "C1,O1,2025-03-01,1\nC2,O2,2025-03-01,1\n");

        var run = await ToolRun.OfAsync("import", file.Path, "--to", server.Address, "--json");

        run.ExitCode.ShouldBe(1);
        using var summary = JsonDocument.Parse(run.Out);
        summary.RootElement.GetProperty("refused").GetInt32().ShouldBe(1);
        summary.RootElement.GetProperty("duplicates").GetInt32().ShouldBe(2);
        summary.RootElement.GetProperty("refusals")[0].GetProperty("reason").GetString().ShouldBe("Other content.");
    }

    [Fact]
    public async Task A_server_that_cannot_take_events_now_is_tried_again()
    {
        var requests = 0;
        await using var server = new LoopbackServer(asked => ++requests == 1
            ? new(503, """{"detail":"Storage is away."}""", "application/problem+json", RetryAfter: "0")
            : Answer.AllRecorded(asked));
        using var file = TemporaryFile.Of(Header + "C1,O1,2025-03-01,1\n");

        var run = await ToolRun.OfAsync("import", file.Path, "--to", server.Address);

        run.ExitCode.ShouldBe(0, run.Error);
        run.Error.ShouldContain("cannot take events now (503)");
        requests.ShouldBe(2);
    }

    [Fact]
    public async Task Nobody_listening_is_exit_code_3()
    {
        using var file = TemporaryFile.Of(Header + "C1,O1,2025-03-01,1\n");

        var run = await ToolRun.OfAsync("import", file.Path, "--to", LoopbackServer.NobodysAddress());

        run.ExitCode.ShouldBe(3);
        run.Error.ShouldContain("Is the engine running there?");
    }

    [Theory]
    [InlineData("--map", "customer=X")]
    [InlineData("--map", "customerId")]
    [InlineData("--currency", "XXZ")]
    [InlineData("--time-zone", "Mars/Olympus")]
    [InlineData("--batch", "0")]
    [InlineData("--to", "ftp://somewhere")]
    public async Task Wrong_options_are_exit_code_2(string option, string value)
    {
        using var file = TemporaryFile.Of(Header + "C1,O1,2025-03-01,1\n");

        var run = await ToolRun.OfAsync("import", file.Path, option, value);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain(value);
    }

    [Fact]
    public async Task A_damaged_archive_is_exit_code_1_and_nothing_is_sent()
    {
        await using var server = new LoopbackServer(Answer.AllRecorded);
        using var file = new TemporaryFile("orders.csv.gz");
        await File.WriteAllBytesAsync(file.Path, [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3, 4]);

        var run = await ToolRun.OfAsync("import", file.Path, "--to", server.Address);

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldNotBeEmpty();
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_exit_code_2() =>
        (await ToolRun.OfAsync("import", "no-such-file.csv")).ExitCode.ShouldBe(2);

    [Fact]
    public async Task Columns_may_be_mapped_in_one_go_or_one_by_one()
    {
        await using var server = new LoopbackServer(Answer.AllRecorded);
        using var file = TemporaryFile.Of("Kunde;Auftrag;Datum;Betrag\nC1;O1;01.03.2025;12,50\n");

        var run = await ToolRun.OfAsync("import", file.Path, "--to", server.Address, "--map", "customerId=Kunde", "orderId=Auftrag",
            "--map", "occurredAt=Datum", "--map", "amount=Betrag", "--decimal-comma", "--time-format", "dd.MM.yyyy", "--currency", "EUR");

        run.ExitCode.ShouldBe(0, run.Error);
        server.Requests.ShouldHaveSingleItem().Body.ShouldContain("\"amount\":12.50,\"currency\":\"EUR\"");
    }
}
