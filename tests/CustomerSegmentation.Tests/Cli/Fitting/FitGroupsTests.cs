using System.Globalization;
using System.Text;

namespace CustomerSegmentation.Tests.Cli.Fitting;

/// <summary>Tables whose groups are known, as they were put there.</summary>
public sealed class FitGroupsTests
{
    private static readonly (double Income, double Score, int Rows)[] Groups = [(25, 20, 23), (25, 80, 22), (55, 50, 81), (87, 18, 35), (87, 82, 39)];

    [Fact]
    public async Task Without_a_k_all_from_two_to_ten_are_tried_and_the_suggested_one_is_used()
    {
        var fit = await FitCall.JsonOfTextAsync(Customers(200), "--columns", "income,score", "--scale", "none");

        fit.Number("k").ShouldBe(5);
        fit.Number("suggestedK").ShouldBe(5);
        fit.GetProperty("metrics").EnumerateArray().Select(m => m.Number("k")).ShouldBe([2, 3, 4, 5, 6, 7, 8, 9, 10]);
        fit.Numbers("sizes").ShouldBe([81, 39, 35, 23, 22]);
        fit.GetProperty("structure").GetProperty("present").GetBoolean().ShouldBeTrue();
        fit.GetProperty("structure").Number("silhouette").ShouldBeGreaterThan(fit.GetProperty("structure").Number("permuted"));
    }

    [Fact]
    public async Task A_packed_file_of_forty_thousand_rows_is_fitted_with_a_sampled_silhouette()
    {
        using var file = TemporaryFile.Gzipped(Customers(41_188));

        var fit = await FitCall.JsonAsync(file.Path, "--columns", "income,score,visits", "--log", "score,visits", "--k", "3", "--starts", "4");

        fit.Number("rows").ShouldBe(41_188);
        fit.GetProperty("metrics")[0].Number("silhouetteSample").ShouldBe(5_000);
        fit.Numbers("sizes").Sum().ShouldBe(41_188);
    }

    /// <summary>Five groups of customers, as far apart as the corners and the middle of a square; and a column that knows nothing of them.</summary>
    private static string Customers(int rows)
    {
        var random = new Random(5);
        var text = new StringBuilder("name,income,score,visits\n");
        var members = Groups.SelectMany(group => Enumerable.Repeat(group, group.Rows)).ToArray();
        for (var row = 0; row < rows; row++)
        {
            var (income, score, _) = members[row % members.Length];
            text.Append(CultureInfo.InvariantCulture,
                $"\"Customer, {row}\",{income + Spread():0.0},{score + Spread():0.0},{random.Next(1, 40)}\n");
        }

        return text.ToString();

        double Spread() => 6 * (random.NextDouble() + random.NextDouble() - 1);
    }
}
