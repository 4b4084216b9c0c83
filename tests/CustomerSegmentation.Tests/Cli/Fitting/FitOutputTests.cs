using System.Globalization;
using System.Xml.Linq;

namespace CustomerSegmentation.Tests.Cli.Fitting;

/// <summary>What a fit prints and writes.</summary>
public sealed class FitOutputTests
{
    private const string Svg = "{http://www.w3.org/2000/svg}";

    /// <summary>Four rows around (1, 10), a hole, two around (101, 20).</summary>
    private const string Seven = "a,b\n0,9\n100,20\n1,10\n,5\n1,10\n2,11\n102,20\n";

    /// <summary>Two bells by a fixed rule: 60 rows around (0, 0), 40 around (30, 30).</summary>
    private static string Bells() => "a,b\n" + string.Concat(Enumerable.Range(0, 100).Select(i =>
        string.Create(CultureInfo.InvariantCulture, $"{(i < 60 ? 0 : 30) + (i * 7 % 11) - (i * 3 % 7)},{(i < 60 ? 0 : 30) + (i * 5 % 13) - (i % 5)}\n")));

    [Fact]
    public async Task Json_has_every_field_of_the_contract()
    {
        var fit = await FitCall.JsonOfTextAsync(Bells(), "--columns", "a,b");

        fit.GetProperty("k").GetInt32().ShouldBe(2);
        fit.GetProperty("suggestedK").GetInt32().ShouldBe(2);
        fit.Number("inertia").ShouldBeGreaterThan(0);
        foreach (var metrics in fit.GetProperty("metrics").EnumerateArray())
        {
            foreach (var name in (string[])["k", "inertia", "silhouette", "calinskiHarabasz", "daviesBouldin"])
            {
                metrics.Number(name).ShouldBeGreaterThan(-1);
            }
        }

        fit.GetProperty("structure").GetProperty("present").GetBoolean().ShouldBeTrue();
        fit.GetProperty("structure").Number("silhouette").ShouldBeGreaterThan(fit.GetProperty("structure").Number("permuted"));
        fit.Rows("centroids").ShouldAllBe(c => c.Length == 2);
        fit.Numbers("sizes").ShouldBe([60, 40]);
    }

    [Fact]
    public async Task What_is_not_defined_for_one_cluster_is_null_and_there()
    {
        var fit = await FitCall.JsonOfTextAsync(Bells(), "--columns", "a,b", "--k", "1");

        foreach (var name in (string[])["silhouette", "calinskiHarabasz", "daviesBouldin"])
        {
            fit.GetProperty("metrics")[0].GetProperty(name).ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        }

        fit.GetProperty("structure").GetProperty("present").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);

        // Of standardised columns the squares sum to rows times columns.
        fit.Number("inertia").ShouldBe(200, 1e-9);
    }

    [Theory]
    [InlineData("kmeans")]
    [InlineData("gaussianMixture")]
    [InlineData("ward")]
    [InlineData("dbscan")]
    public async Task The_same_seed_prints_the_same(string algorithm)
    {
        using var file = TemporaryFile.Of(Bells());
        string[] args = ["--columns", "a,b", "--algorithm", algorithm, "--seed", "7"];

        var first = await FitCall.OfAsync(file.Path, args);

        first.ExitCode.ShouldBe(0, first.Error);
        first.Out.ShouldContain("k = ");
        (await FitCall.OfAsync(file.Path, args)).ShouldBe(first);
    }

    [Fact]
    public async Task The_table_shows_figures_suggestion_structure_and_centres_in_the_files_units()
    {
        using var file = TemporaryFile.Of(Seven);

        var run = await FitCall.OfAsync(file.Path, "--columns", "a,b", "--k", "2", "--impute", "drop");

        run.Out.ShouldContain("7 rows, 2 columns; 1 rows left out.");
        run.Out.ShouldContain("a: 1 missing, the first in line 5");
        run.Out.ShouldContain("Calinski-Harabasz");
        run.Out.ShouldContain("k = 2: as asked.");
        run.Out.ShouldContain("copies");
        run.Out.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ShouldContain(cells => cells.SequenceEqual(new[] { "0", "4", "66.7", "%", "1", "10" }));
        run.Out.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ShouldContain(cells => cells.SequenceEqual(new[] { "1", "2", "33.3", "%", "101", "20" }));
    }

    [Fact]
    public async Task Labels_keep_the_files_order_and_rows_left_out_have_none()
    {
        using var file = TemporaryFile.Of(Seven);
        using var labels = new TemporaryFile("labels.csv");

        await FitCall.OfAsync(file.Path, "--columns", "a,b", "--k", "2", "--impute", "drop", "--labels", labels.Path);

        File.ReadAllLines(labels.Path).ShouldBe(["line,cluster", "2,0", "3,1", "4,0", "5,", "6,0", "7,0", "8,1"]);
    }

    [Fact]
    public async Task Labels_of_a_mixture_have_the_probability_of_every_cluster()
    {
        using var file = TemporaryFile.Of(Bells());
        using var labels = new TemporaryFile("labels.csv");

        await FitCall.OfAsync(file.Path, "--columns", "a,b", "--k", "2", "--algorithm", "gaussianMixture", "--labels", labels.Path);

        var lines = File.ReadAllLines(labels.Path);
        lines[0].ShouldBe("line,cluster,p0,p1");
        lines.Length.ShouldBe(101);
        foreach (var cells in lines.Skip(1).Select(line => line.Split(',')))
        {
            double[] p = [.. cells[2..].Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
            p.Sum().ShouldBe(1, 1e-9);
            p[int.Parse(cells[1], CultureInfo.InvariantCulture)].ShouldBe(p.Max());
        }
    }

    [Fact]
    public async Task A_collapsed_mixture_is_told_and_has_no_criterion()
    {
        // Two thirds are 1 exactly: a component shrinks onto that point.
        using var file = TemporaryFile.Of("orders\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"{(i % 3 == 0 ? 2 + (i % 17) : 1)}\n")));

        var run = await FitCall.OfAsync(file.Path, "--columns", "orders", "--k", "2", "--algorithm", "gaussianMixture");
        var fit = await FitCall.JsonAsync(file.Path, "--columns", "orders", "--k", "2", "--algorithm", "gaussianMixture");

        run.Out.ShouldContain("Collapsed: 1 of 2 components");
        fit.GetProperty("bic").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        fit.Number("collapsed").ShouldBe(1);
    }

    [Fact]
    public async Task Columns_that_have_nothing_together_are_reported_as_such()
    {
        // A full grid: every pair of values once, which shuffling cannot change much.
        using var file = TemporaryFile.Of("a,b\n" + string.Concat(Enumerable.Range(0, 400).Select(i => $"{i % 20},{i / 20}\n")));

        (await FitCall.OfAsync(file.Path, "--columns", "a,b", "--k", "4")).Out.ShouldContain("NO STRUCTURE");
        (await FitCall.JsonAsync(file.Path, "--columns", "a,b", "--k", "4"))
            .GetProperty("structure").GetProperty("present").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task The_plot_has_elbow_silhouette_and_every_row_on_its_components()
    {
        using var file = TemporaryFile.Of(Bells());
        using var plot = new TemporaryFile("plot.svg");

        var run = await FitCall.OfAsync(file.Path, "--columns", "a,b", "--max-k", "4", "--plot", plot.Path);

        run.ExitCode.ShouldBe(0, run.Error);
        var svg = XDocument.Load(plot.Path).Root!;
        svg.Name.ShouldBe(XName.Get(Svg + "svg"));
        var charts = svg.Elements(Svg + "g").ToDictionary(g => g.Element(Svg + "title")!.Value);
        charts.Keys.ShouldBe(["Elbow: inertia by k", "Silhouette by k (higher is better)", "Clusters on the first two principal components"]);
        charts["Elbow: inertia by k"].Elements(Svg + "circle").Count().ShouldBe(3);
        var scatter = charts["Clusters on the first two principal components"];
        scatter.Elements(Svg + "g").Where(g => g.Attribute("class")!.Value == "cluster")
            .Select(g => g.Elements(Svg + "circle").Count()).ShouldBe([60, 40]);
        scatter.Elements(Svg + "text").Select(t => t.Value).ShouldContain(text => text.StartsWith("Component 1: ") && text.Contains("% of the variance"));
        svg.Descendants(Svg + "circle").ShouldAllBe(c => (double)c.Attribute("cx")! >= 0 && (double)c.Attribute("cx")! <= 1_000);
    }

    [Theory]
    [InlineData("dbscan", "a,b")]
    [InlineData("gaussianMixture", "a,b")]
    [InlineData("ward", "b")]
    public async Task Every_algorithm_and_a_single_column_can_be_drawn(string algorithm, string columns)
    {
        using var file = TemporaryFile.Of(Bells());
        using var plot = new TemporaryFile("plot.svg");

        var run = await FitCall.OfAsync(file.Path, "--columns", columns, "--algorithm", algorithm, "--plot", plot.Path);

        run.ExitCode.ShouldBe(0, run.Error);
        XDocument.Load(plot.Path).Descendants(Svg + "circle").Count().ShouldBeGreaterThan(100);
    }
}
