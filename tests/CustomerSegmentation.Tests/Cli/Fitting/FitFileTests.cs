using System.Globalization;
using System.Text;

namespace CustomerSegmentation.Tests.Cli.Fitting;

/// <summary>Which files can be fitted, and what is said of those that cannot.</summary>
public sealed class FitFileTests
{
    /// <summary>Two clusters of three rows: means (1, 10) and (101, 20).</summary>
    private const string Six = "a,b\n0,9\n1,10\n2,11\n100,19\n101,20\n102,21\n";

    private static readonly string[] TwoOfSix = ["--columns", "a,b", "--scale", "none", "--k", "2"];

    private static async Task ShouldBeSixAsync(string text, params string[] more) =>
        (await FitCall.JsonOfTextAsync(text, [.. TwoOfSix, .. more])).Rows("centroids").SelectMany(c => c).ShouldBe([1, 10, 101, 20], 1e-12);

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    public Task Commas_semicolons_and_tabs_are_told_apart(char separator) => ShouldBeSixAsync(Six.Replace(',', separator));

    [Fact]
    public Task A_byte_order_mark_windows_line_ends_and_quotes_do_no_harm() =>
        ShouldBeSixAsync("\uFEFF\"a\",\"b\"\r\n" + Six[4..].Replace("100,19", "\"100\" , \"19\"").Replace("\n", "\r\n"));

    [Fact]
    public Task Other_columns_may_hold_anything() =>
        ShouldBeSixAsync("name,b,a\n\"x, y\",9,0\nNA,10,1\n,11,2\n?,19,100\n-,20,101\nz,21,102\n");

    [Fact]
    public Task Json_lines_are_a_table_too() =>
        ShouldBeSixAsync(string.Concat(Six.Split('\n')[1..^1].Select(row => $"{{\"a\":{row.Split(',')[0]},\"b\":{row.Split(',')[1]}}}\n")));

    [Fact]
    public Task A_decimal_comma_is_read_when_said() => ShouldBeSixAsync(
        "a;b\n0,0;9\n1;10,0\n2;11\n100;19\n101,5;20\n101,5;21\n", "--decimal-comma");

    [Fact]
    public async Task A_gzipped_file_reads_like_a_plain_one()
    {
        using var file = TemporaryFile.Gzipped(Six);
        (await FitCall.JsonAsync(file.Path, TwoOfSix)).Number("rows").ShouldBe(6);
    }

    [Fact]
    public async Task A_name_is_found_whatever_its_case_and_may_hold_commas_and_brackets()
    {
        var fit = await FitCall.JsonOfTextAsync(
            "\"Income, yearly (k$)\";Score\n1;1\n2;2\n9;9\n8;8\n", "--columns", "score,\"income, yearly (k$)\"", "--k", "2");
        fit.GetProperty("features").EnumerateArray().Select(f => f.GetProperty("name").GetString()).ShouldBe(["Score", "Income, yearly (k$)"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("NA")]
    [InlineData("nan")]
    [InlineData("NULL")]
    [InlineData("\"\"")]
    public async Task Missing_values_are_an_error_that_names_column_count_line_and_both_ways_out(string missing)
    {
        var (exitCode, error) = await FitCall.RefusedAsync($"{Six}{missing},5\n7,8\n{missing},5\n", TwoOfSix);

        exitCode.ShouldBe(1);
        error.ShouldContain("Column 'a': 2 of 9 rows have no value, the first in line 8.");
        error.ShouldContain("--impute median");
        error.ShouldContain("--impute drop");
    }

    [Fact]
    public async Task The_median_stands_in_for_what_is_missing()
    {
        // Of 0, 1, 2, 100, 101, 102 the median is 51; the row is (51, 20), so the second mean is (101 · 3 + 51) / 4.
        var fit = await FitCall.JsonOfTextAsync(Six + "NA,20\n", "--columns", "a,b", "--scale", "none", "--k", "2", "--impute", "median");

        fit.Rows("centroids")[0].ShouldBe([88.5, 20], 1e-12);
        fit.GetProperty("missing")[0].GetProperty("column").GetString().ShouldBe("a");
        fit.GetProperty("missing")[0].Number("count").ShouldBe(1);
        fit.GetProperty("missing")[0].Number("firstLine").ShouldBe(8);
        fit.Number("fitted").ShouldBe(7);
    }

    [Fact]
    public async Task Rows_that_lack_a_value_are_left_out_when_said()
    {
        var fit = await FitCall.JsonOfTextAsync(Six + "NA,20\n5,\n", [.. TwoOfSix, "--impute", "drop"]);

        fit.Rows("centroids").SelectMany(c => c).ShouldBe([1, 10, 101, 20], 1e-12);
        fit.Number("rows").ShouldBe(8);
        fit.Number("fitted").ShouldBe(6);
    }

    [Fact]
    public async Task Gaps_in_a_long_table_with_texts_are_counted()
    {
        // Tabs, Windows line ends, texts with stray blanks: every 93rd of 2,240 incomes is missing, the first in line 12.
        var text = new StringBuilder("ID\tEducation\tIncome\tRecency\tJoined\r\n");
        for (var row = 0; row < 2_240; row++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{row * 7}\t{(row % 5 == 0 ? "2n Cycle " : "PhD")}\t{(row % 93 == 10 ? "" : 20_000 + row)}\t{row % 100}\t04-09-2012\r\n");
        }

        var (exitCode, error) = await FitCall.RefusedAsync(text.ToString(), "--columns", "Income,Recency");

        exitCode.ShouldBe(1);
        error.ShouldContain("Column 'Income': 24 of 2,240 rows have no value, the first in line 12.");
    }

    [Theory]
    [InlineData("a,b\n1,x\n2,y\n3,4\n", "Column 'b', line 2: 'x' is not a number, one of 2 such cells.")]
    [InlineData("a,b\n1,2\n2,Infinity\n", "Column 'b', line 3: 'Infinity' is not finite")]
    [InlineData("a,b\n1,2\n2,-inf\n", "Column 'b', line 3: '-inf' is not finite")]
    [InlineData("a,b\n1,2\n2,info\n", "line 3: 'info' is not a number")]
    [InlineData("a,b\n1,2\n2,1e999\n", "line 3: '1e999' is not finite")]
    [InlineData("a;b\n1;2\n2;3,5\n", "line 3: '3,5' is not a number (--decimal-comma?)")]
    [InlineData("a,b\n1,2\n2\n", "Line 3: another number of cells than the header")]
    [InlineData("a,b\n1,2\n2,2\n", "Column 'b' is 2 in every row")]
    [InlineData("a,b\n1,\n2,\n", "Column 'b' has no value in any row")]
    [InlineData("a,b\n", "has a header and no rows")]
    [InlineData("\n", "is empty")]
    [InlineData("a,b\n1,\u001b[31mred\n", "line 2: ' [31mred' is not a number")]
    public async Task A_table_that_cannot_be_fitted_says_where(string text, string problem)
    {
        var (exitCode, error) = await FitCall.RefusedAsync(text, "--columns", "a,b", "--k", "2", "--impute", "median");

        exitCode.ShouldBe(1);
        error.ShouldContain(problem);
    }

    [Theory]
    [InlineData("a,b\n1,2\n2,3\n", "There is no column 'c'. The columns are: a, b.", "--columns", "a,c")]
    [InlineData("a,b,a\n1,2,3\n2,3,4\n", "Column 'a' is there 2 times, as number 1 and 3", "--columns", "a,b")]
    [InlineData("a,b\n1,2\n2,3\n", "twice", "--columns", "a,A")]
    [InlineData("a,b\n1,2\n2,3\n", "3 clusters of 2 rows cannot be", "--columns", "a,b", "--k", "3")]
    [InlineData("a,b\n1,2\n2,3\n", "30 clusters of 2 rows cannot be", "--columns", "a,b", "--max-k", "30")]
    [InlineData("a,b\n1,2\n1,2\n5,6\n", "Only 2 of the 3 rows differ", "--columns", "a,b", "--k", "3")]
    [InlineData("a,b\n1,2\n", "Only 1 of the 1 rows differ", "--columns", "a,b")]
    public async Task A_question_that_the_table_cannot_answer_is_wrong_usage(string text, string problem, params string[] args)
    {
        var (exitCode, error) = await FitCall.RefusedAsync(text, args);

        exitCode.ShouldBe(2);
        error.ShouldContain(problem);
    }

    [Fact]
    public async Task A_logarithm_that_there_is_not_says_where()
    {
        var (exitCode, error) = await FitCall.RefusedAsync("a,b\n1,2\n2,-1\n3,0\n", "--columns", "a,b", "--log", "b", "--k", "2");

        exitCode.ShouldBe(1);
        error.ShouldContain("Column 'b', line 3: -1 has no log(1 + value)");
    }

    [Fact]
    public async Task A_file_that_is_cut_off_says_so()
    {
        using var whole = TemporaryFile.Gzipped(string.Concat(Enumerable.Range(0, 5_000).Select(i => $"{i * 7919 % 5003},{i}\n").Prepend("a,b\n")));
        using var cut = new TemporaryFile("cut.csv.gz");
        var bytes = File.ReadAllBytes(whole.Path);
        File.WriteAllBytes(cut.Path, bytes[..(bytes.Length / 2)]);

        var run = await FitCall.OfAsync(cut.Path, "--columns", "a,b");

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("cut off");
    }

    [Fact]
    public async Task The_default_range_ends_at_the_rows_that_differ() =>
        (await FitCall.JsonOfTextAsync("a\n1\n1\n2\n9\n", "--columns", "a"))
            .GetProperty("metrics").EnumerateArray().Select(m => m.Number("k")).ShouldBe([2, 3]);

    [Fact]
    public async Task Latin_1_names_are_found()
    {
        using var file = TemporaryFile.Of("größe,b\n1,2\n5,9\n", Encoding.Latin1);
        (await FitCall.OfAsync(file.Path, "--columns", "größe", "--k", "2")).ExitCode.ShouldBe(0);
    }
}
