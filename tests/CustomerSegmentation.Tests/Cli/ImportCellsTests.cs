using System.Text;
using System.Text.Json;

namespace CustomerSegmentation.Tests.Cli;

/// <summary>A cell means the same however a file writes it.</summary>
public sealed class ImportCellsTests
{
    private const string Header = "customerId,orderId,occurredAt,amount\n";

    [Fact]
    public async Task The_same_table_in_five_ways_gives_the_same_events()
    {
        string[][] rows = [["A", "12345", "2026-01-05", "10.50"], ["B", "2", "2026-01-06T10:00:00Z", "20"], ["A", "12345", "2026-01-05", "1"]];
        var files = new Dictionary<string, string>
        {
            ["plain"] = Header + Lines(rows, row => string.Join(',', row)),
            ["padded and quoted"] = Header + Lines(rows, row => string.Join(" , ", row.Select(cell => $"\" {cell}\u00A0\""))),
            ["tabs"] = Header.Replace(',', '\t') + Lines(rows, row => string.Join('\t', row)),
            ["semicolons"] = Header.Replace(',', ';') + Lines(rows, row => string.Join(';', row)),
            ["sep"] = "sep=;\n" + Header.Replace(',', ';') + Lines(rows, row => string.Join(';', row)),
            ["NDJSON"] = Lines(rows, row => $$"""{"customerId":"{{row[0]}}","orderId":{{row[1]}},"occurredAt":"{{row[2]}}","amount":{{row[3]}}}"""),
            ["floats"] = Lines(rows, row => $$"""{"customerId":" {{row[0]}} ","orderId":{{row[1]}}.0,"occurredAt":"{{row[2]}}","amount":"{{row[3]}}"}"""),
        };
        var expected = await EventsAsync(files["plain"]);
        expected.ShouldBe([
            "A 12345 2026-01-05T00:00:00+00:00 11.50", "B 2 2026-01-06T10:00:00+00:00 20"]);
        foreach (var (name, text) in files)
        {
            (await EventsAsync(text)).ShouldBe(expected, name);
        }
    }

    [Theory]
    [InlineData("NULL")]
    [InlineData("null")]
    [InlineData(@"\N")]
    [InlineData("None")]
    [InlineData("nan")]
    [InlineData("N/A")]
    [InlineData("#N/A")]
    [InlineData("")]
    [InlineData("\u00A0")]
    public async Task Guests_are_nobody(string customer)
    {
        var run = await DryAsync($"{Header}{customer},1,2026-01-05,10\n{customer},2,2026-01-06,10\nA,3,2026-01-06,10\n");
        run.ExitCode.ShouldBe(0, run.Error);
        (Customers(run), run.Out.Contains("no customer", StringComparison.Ordinal)).ShouldBe((1, true));
    }

    [Fact]
    public async Task Numbers_as_ids_are_one_number()
    {
        (await EventsAsync($"{Header}12345,5001,2026-01-05,10\n12345.0,5001.0,2026-01-06,-4\n"))
            .ShouldBe(["12345 5001 2026-01-05T00:00:00+00:00 10", "12345 5001 2026-01-06T00:00:00+00:00 4"]);
        (await EventsAsync("""
            {"customerId":12345,"orderId":"1","occurredAt":"2026-01-05","amount":1}
            {"customerId":12345.0,"orderId":"2","occurredAt":"2026-01-05","amount":1}
            {"customerId":1.2345e4,"orderId":"3","occurredAt":"2026-01-05","amount":1}
            """)).ShouldAllBe(line => line.StartsWith("12345 "));
    }

    [Theory]
    [InlineData("1.23457E+12", "1", "customerId is in scientific notation")]
    [InlineData("A", "1.23457E+12", "orderId is in scientific notation")]
    public async Task An_id_whose_digits_are_lost_is_refused(string customer, string order, string reason)
    {
        var run = await DryAsync($"{Header}{customer},{order},2026-01-05,10\n{customer},{order},2026-01-06,10\nB,7,2026-01-06,10\n");
        run.ExitCode.ShouldBe(1);
        run.Out.ShouldContain(reason);
        using var report = JsonDocument.Parse(run.Out);
        report.RootElement.GetProperty("invalid").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task An_event_id_is_an_id_too()
    {
        (await EventsAsync("eventId,customerId,orderId,occurredAt,amount\n7.0,A,1,2026-01-05,10\n")).Length.ShouldBe(1);
        var run = await DryAsync("eventId,customerId,orderId,occurredAt,amount\n1.23457E+12,A,1,2026-01-05,10\n1.23457E+12,B,2,2026-01-05,10\n");
        run.ExitCode.ShouldBe(1);
        run.Out.ShouldContain("eventId is in scientific notation");
    }

    [Theory]
    [InlineData("true")]
    [InlineData("""{"id":7}""")]
    [InlineData("""["x"]""")]
    public async Task What_is_neither_text_nor_number_is_no_id(string id)
    {
        var run = await DryAsync($$"""{"customerId":{{id}},"orderId":"1","occurredAt":"2026-01-05","amount":1}""");
        run.ExitCode.ShouldBe(1);
        run.Out.ShouldContain("customerId is neither text nor a number");
    }

    [Theory]
    [InlineData("2026-01-05T10:15:00.123456789Z")]
    [InlineData("2026-01-05t10:15:00z")]
    [InlineData("2026-01-05T10:15:00-00:00")]
    public async Task Times_that_can_be_sent_can_be_imported(string time)
    {
        var run = await DryAsync($"{Header}A,1,{time},10\n");
        run.ExitCode.ShouldBe(0, run.Out + run.Error);
    }

    [Fact]
    public async Task Names_of_columns_are_found_as_they_are_written()
    {
        using var twice = new TemporaryFile("twice.csv");
        await File.WriteAllTextAsync(twice.Path, "ID,id,orderId,occurredAt,amount\nA,a,1,2026-01-05,10\n");
        var exact = await ToolRun.OfAsync("import", twice.Path, "--map", "customerId=id", "--out", "-");
        exact.Out.ShouldContain("\"customerId\":\"a\"");
        var neither = await ToolRun.OfAsync("import", twice.Path, "--map", "customerId=Id", "--dry-run");
        (neither.ExitCode, neither.Error.Contains("is there 2 times", StringComparison.Ordinal)).ShouldBe((2, true));

        using var old = new TemporaryFile("old.csv");
        await File.WriteAllBytesAsync(old.Path, [.. "orderId,occurredAt,amount,"u8, 0x80, .. "-Kunde,M\xE4rz".Select(c => (byte)c), .. "\n1,2026-01-05,10,A,x\n"u8]);
        (await ToolRun.OfAsync("import", old.Path, "--map", "customerId=€-Kunde", "--dry-run")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Only_lines_of_some_status_count()
    {
        using var file = new TemporaryFile("status.csv");
        await File.WriteAllTextAsync(
            file.Path, "customerId,orderId,occurredAt,amount,Status\nA,1,2026-01-05,10,paid\nB,2,2026-01-05,10,cancelled\nC,3,2026-01-05,10,Completed\nD,4,2026-01-05,10,\n");
        var run = await ToolRun.OfAsync("import", file.Path, "--only", "status=paid,completed", "--dry-run", "--json");
        run.ExitCode.ShouldBe(0, run.Error);
        Customers(run).ShouldBe(2);
        run.Out.ShouldContain("(--only)");
        (await ToolRun.OfAsync("import", file.Path, "--only", "state=paid", "--dry-run")).Error.ShouldContain("no column 'state' for --only");
        (await ToolRun.OfAsync("import", file.Path, "--only", "status", "--dry-run")).ExitCode.ShouldBe(2);
    }

    private static string Lines(string[][] rows, Func<string[], string> line) => string.Concat(rows.Select(row => line(row) + "\n"));

    private static int Customers(ToolRun run)
    {
        using var report = JsonDocument.Parse(run.Out);
        return report.RootElement.GetProperty("customers").GetInt32();
    }

    private static async Task<ToolRun> DryAsync(string text)
    {
        using var file = new TemporaryFile("orders.txt");
        await File.WriteAllTextAsync(file.Path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return await ToolRun.OfAsync("import", file.Path, "--dry-run", "--json");
    }

    private static async Task<string[]> EventsAsync(string text)
    {
        using var file = new TemporaryFile("orders.txt");
        await File.WriteAllTextAsync(file.Path, text);
        var run = await ToolRun.OfAsync("import", file.Path, "--out", "-");
        run.ExitCode.ShouldBe(0, run.Error);
        return [.. run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            using var e = JsonDocument.Parse(line);
            string Text(string name) => e.RootElement.GetProperty(name).ToString();
            return $"{Text("customerId")} {Text("orderId")} {e.RootElement.GetProperty("occurredAt").GetDateTimeOffset():yyyy-MM-dd'T'HH:mm:sszzz} {Text("amount")}";
        })];
    }
}
