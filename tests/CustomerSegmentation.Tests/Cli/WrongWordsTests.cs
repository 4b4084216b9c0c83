using System.CommandLine.Help;
using CustomerSegmentation.Cli;

namespace CustomerSegmentation.Tests.Cli;

/// <summary>Whatever is said in place of what an option takes, the answer is a sentence and the exit code of a wrong use.</summary>
public sealed class WrongWordsTests
{
    private static readonly string[] Words =
        ["abc", "-1", "+", "", " ", "1e999", "NaN", "Infinity", "99999999999999999999999999", "0x10", "1,5", "1 000", "\u001b[2J", "{}", "--"];

    /// <summary>Every option that does not take any text, by the command that has it.</summary>
    public static TheoryData<string, string> TypedOptions { get; } = [.. Tool.Commands(Nowhere()).Subcommands.SelectMany(command =>
        command.Options.Where(option => option.ValueType != typeof(string) && option.ValueType != typeof(bool) && option is not HelpOption)
            .Select(option => (command.Name, option.Name)))];

    [Theory]
    [MemberData(nameof(TypedOptions))]
    public async Task A_wrong_word_is_answered_with_sentences(string command, string option)
    {
        foreach (var word in Words.Where(word => Tool.Commands(Nowhere()).Parse([command, option, word]).Errors.Count > 0))
        {
            var run = await ToolRun.OfAsync(command, option, word);
            run.ExitCode.ShouldBe(ExitCodes.WrongUsage);
            run.Out.ShouldBeEmpty();
            run.Error.TrimEnd().Split('\n').ShouldAllBe(line => line.EndsWith('.') && !line.Any(char.IsControl) && !line.Contains("System."));
        }

        Tool.Commands(Nowhere()).Parse([command, option]).Errors.ShouldNotBeEmpty("its value is missing");
    }

    [Theory]
    [InlineData("simulate", "--customers", "abc")]
    [InlineData("simulate", "--customers", "0")]
    [InlineData("simulate", "--customers", "1e999")]
    [InlineData("simulate", "--rate", "abc")]
    [InlineData("simulate", "--rate", "1e999")]
    [InlineData("simulate", "--rate", "NaN")]
    [InlineData("simulate", "--rate", "-1")]
    [InlineData("simulate", "--events", "0")]
    [InlineData("simulate", "--seed", "-1")]
    [InlineData("simulate", "--batch", "abc")]
    [InlineData("simulate", "--batch", "1001")]
    [InlineData("simulate", "--history", "forever")]
    [InlineData("migrations", "--limit", "0")]
    [InlineData("migrations", "--limit", "many")]
    [InlineData("migrations", "--from", "yesterday")]
    public async Task It_ends_with_two_and_names_the_word(params string[] args)
    {
        var run = await ToolRun.OfAsync(args);
        run.ExitCode.ShouldBe(ExitCodes.WrongUsage, run.Error);
        run.Error.ShouldContain($"'{args[^1]}' is not a");
    }

    [Theory]
    [InlineData("X")]
    [InlineData("HH:mm")]
    [InlineData("%")]
    [InlineData("")]
    public async Task A_format_that_no_time_can_be_read_by_is_refused(string format)
    {
        using var file = new TemporaryFile("orders.csv");
        await File.WriteAllTextAsync(file.Path, "customerId,orderId,occurredAt,amount\nA,1,22.11.2026 13:45,10\n");

        var run = await ToolRun.OfAsync("import", file.Path, "--dry-run", "--time-format", format);
        run.ExitCode.ShouldBe(ExitCodes.WrongUsage, run.Error);
        run.Error.ShouldContain("--time-format");
        (await ToolRun.OfAsync("import", file.Path, "--dry-run", "--time-format", "dd.MM.yyyy HH:mm")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Of_a_file_that_is_no_table_nothing_drives_the_terminal()
    {
        using var file = new TemporaryFile("picture.csv");
        await File.WriteAllBytesAsync(file.Path, [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 27, (byte)'[', (byte)'2', (byte)'J', .. new byte[2_000]]);

        var run = await ToolRun.OfAsync("import", file.Path, "--dry-run");
        run.ExitCode.ShouldBeOneOf(ExitCodes.WrongUsage, ExitCodes.Failed);
        run.Error.Where(c => char.IsControl(c) && c is not '\n').ShouldBeEmpty();
        run.Error.Length.ShouldBeLessThan(1_500);
    }

    [Theory]
    [InlineData("1,234,567", "(no thousands separators)")]
    [InlineData("1.234,50", "(no thousands separators)")]
    [InlineData("12,50", "(--decimal-comma?)")]
    public async Task A_hint_is_given_only_where_it_helps(string amount, string hint)
    {
        using var file = new TemporaryFile("orders.csv");
        await File.WriteAllTextAsync(file.Path, $"customerId;orderId;occurredAt;amount\nA;1;2026-01-01;{amount}\n");

        var run = await ToolRun.OfAsync("import", file.Path, "--dry-run");
        (run.Out + run.Error).ShouldContain(hint);
    }

    private static Terminal Nowhere() => new(TextWriter.Null, TextWriter.Null, TimeProvider.System, _ => null);
}
