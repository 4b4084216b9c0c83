namespace CustomerSegmentation.Tests.Cli.Fitting;

/// <summary>Arguments that make no sense are told apart from tables that make none.</summary>
public sealed class FitUsageTests
{
    private const string Table = "a,b\n0,9\n1,10\n100,19\n101,20\n";

    [Theory]
    [InlineData("--k '0'", "--columns", "a,b", "--k", "0")]
    [InlineData("--k '-1'", "--columns", "a,b", "--k", "-1")]
    [InlineData("--k '2.5'", "--columns", "a,b", "--k", "2.5")]
    [InlineData("--k '99999999999'", "--columns", "a,b", "--k", "99999999999")]
    [InlineData("not both", "--columns", "a,b", "--k", "2", "--max-k", "3")]
    [InlineData("is above", "--columns", "a,b", "--min-k", "4", "--max-k", "3")]
    [InlineData("there is kmeans, gaussianMixture, ward, dbscan", "--columns", "a,b", "--algorithm", "birch")]
    [InlineData("there is standard, none", "--columns", "a,b", "--scale", "minmax")]
    [InlineData("there is median, drop", "--columns", "a,b", "--impute", "mean")]
    [InlineData("'c', which is not among --columns", "--columns", "a,b", "--log", "c")]
    [InlineData("--covariance is for gaussianMixture", "--columns", "a,b", "--covariance", "tied")]
    [InlineData("--eps is for dbscan", "--columns", "a,b", "--eps", "1")]
    [InlineData("--eps '0'", "--columns", "a,b", "--algorithm", "dbscan", "--eps", "0")]
    [InlineData("--k is for", "--columns", "a,b", "--algorithm", "dbscan", "--k", "3")]
    [InlineData("--starts '0'", "--columns", "a,b", "--starts", "0")]
    [InlineData("--seed '-1'", "--columns", "a,b", "--seed", "-1")]
    [InlineData("empty name", "--columns", "a,,b")]
    [InlineData(".svg", "--columns", "a,b", "--plot", "plot.png")]
    [InlineData("required", "--k", "2")]
    public async Task Nonsense_is_wrong_usage_and_says_what_would_be_right(string problem, params string[] args)
    {
        var (exitCode, error) = await FitCall.RefusedAsync(Table, args);

        exitCode.ShouldBe(2);
        error.ShouldContain(problem);
        error.ShouldContain("segmentation fit --help");
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        var run = await FitCall.OfAsync("no-such.csv", "--columns", "a");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("There is no file 'no-such.csv'.");
    }

    [Theory]
    [InlineData("--labels", "l.csv")]
    [InlineData("--plot", "p.svg")]
    public async Task An_output_that_cannot_be_written_is_told_before_the_fit(string option, string name)
    {
        using var file = TemporaryFile.Of(Table);
        var path = Path.Combine(Path.GetDirectoryName(file.Path)!, "no-such-folder", name);

        var run = await FitCall.OfAsync(file.Path, "--columns", "a,b", "--k", "2", option, path);

        run.ExitCode.ShouldBe(1);
        run.Out.ShouldBeEmpty();
        run.Error.ShouldContain("cannot be written");
    }

    [Fact]
    public async Task An_output_without_a_name_is_wrong_usage() =>
        (await FitCall.RefusedAsync(Table, "--columns", "a,b", "--k", "2", "--labels", "")).ExitCode.ShouldBe(2);

    [Fact]
    public async Task The_table_is_never_overwritten()
    {
        using var file = TemporaryFile.Of(Table);

        var run = await FitCall.OfAsync(file.Path, "--columns", "a,b", "--k", "2", "--labels", file.Path);

        run.ExitCode.ShouldBe(2);
        File.ReadAllText(file.Path).ShouldBe(Table);
    }

    [Fact]
    public async Task Ctrl_C_ends_a_fit_and_leaves_no_file()
    {
        using var file = TemporaryFile.Of("a,b\n" + string.Concat(Enumerable.Range(0, 5_000).Select(i => $"{i * 7919L % 5003},{i * 104729L % 4999}\n")));
        using var labels = new TemporaryFile("labels.csv");
        using var interrupt = new CancellationTokenSource();
        await interrupt.CancelAsync();

        var run = await ToolRun.OfAsync(
            new Dictionary<string, string>(), interrupt.Token, "fit", file.Path, "--columns", "a,b", "--k", "2000", "--labels", labels.Path);

        run.ExitCode.ShouldBe(130);
        File.Exists(labels.Path).ShouldBeFalse();
    }
}
