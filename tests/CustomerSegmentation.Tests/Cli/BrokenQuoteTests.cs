using System.Text.Json;

namespace CustomerSegmentation.Tests.Cli;

/// <summary>A quote that is never closed swallows cells and lines of others: the line is named, and nothing is sent.</summary>
public sealed class BrokenQuoteTests
{
    private const string Header = "orderId,item,customerId,occurredAt,amount\n";
    private const string Quoted = "\"O2\",\"Chair\",\"B\",\"2026-01-06\",\"20\"\n\"O3\",\"Bed\",\"C\",\"2026-01-07\",\"30\"\n";

    [Theory]
    [InlineData(Header + "O1,\"Lamp,A,2026-01-05,10\n" + Quoted, 2)]
    [InlineData(Header + "O1,Lamp,A,2026-01-05,10\nO2,\"Chair,B,2026-01-06,20\nO3,Bed,C,2026-01-07,30\n", 3)]
    [InlineData(Header + Quoted + "O4,\"Lamp,D,2026-01-05,10", 4)]
    [InlineData(Header + "O1,\"a 12\" record\",A,2026-01-05,10\n" + Quoted, 2)]
    [InlineData(Header + "O0,\"two\nlines\",A,2026-01-04,5\nO1,\"Lamp,A,2026-01-05,10\n" + Quoted, 4)]
    [InlineData("orderId,\"item,customerId,occurredAt,amount\nO1,\"Lamp\",A,2026-01-05,10\n", 1)]
    public async Task The_line_is_named_and_nothing_is_sent(string text, int line)
    {
        using var file = new TemporaryFile("orders.csv");
        await File.WriteAllTextAsync(file.Path, text);
        using var events = new TemporaryFile("events.ndjson");

        var import = await ToolRun.OfAsync("import", file.Path, "--out", events.Path, "--skip-invalid");
        import.ExitCode.ShouldBe(1, import.Out + import.Error);
        import.Error.ShouldContain($"Line {line}: a cell begins with a quote that is not closed");
        (File.Exists(events.Path) ? await File.ReadAllTextAsync(events.Path) : "").ShouldBeEmpty();

        var fit = await ToolRun.OfAsync("fit", file.Path, "--columns", "amount", "--k", "2");
        fit.ExitCode.ShouldBe(1, fit.Out + fit.Error);
        fit.Error.ShouldContain($"Line {line}:");
    }

    [Theory]
    [InlineData("O1,a 12\" record,A,2026-01-05,10\n")]
    [InlineData("O1,\"a 12\"\" record\",A,2026-01-05,10\n")]
    [InlineData("O1,\"two\nlines, and a comma\",A,2026-01-05,10\n")]
    [InlineData("O1, \"blanks around\" ,A,2026-01-05,10\n")]
    [InlineData("O1,\"\",A,2026-01-05,10\n")]
    public async Task What_is_closed_or_within_a_cell_stays_good(string line)
    {
        using var file = new TemporaryFile("orders.csv");
        await File.WriteAllTextAsync(file.Path, Header + line + Quoted);

        var run = await ToolRun.OfAsync("import", file.Path, "--dry-run", "--json");
        run.ExitCode.ShouldBe(0, run.Error);
        using var report = JsonDocument.Parse(run.Out);
        (report.RootElement.GetProperty("customers").GetInt32(), report.RootElement.GetProperty("invalid").GetInt32()).ShouldBe((3, 0));
    }
}
