using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CustomerSegmentation.Tests.Cli.Fitting;

/// <summary>The tool's figures beside those that other programs found on the same files.</summary>
public sealed class FitReferenceTests
{
    private const string MallColumns = "annual_income_thousands,spending_score";

    private static JsonElement References(params string[] path)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("fixtures/references.json")));
        return path.Aggregate(json.RootElement, (element, name) => element.GetProperty(name)).Clone();
    }

    [Fact]
    public async Task Mall_customers_have_the_published_five_clusters()
    {
        var published = References("mall", "kmeans", "5");
        var fit = await FitCall.JsonAsync(SharedData.PathOf("Mall_Customers.csv"), "--columns", MallColumns, "--scale", "none", "--k", "5");

        fit.Number("k").ShouldBe(5);
        fit.Number("suggestedK").ShouldBe(5);
        fit.Number("inertia").ShouldBe(published.Number("inertia"), 1e-6 * published.Number("inertia"));
        var metrics = fit.GetProperty("metrics").EnumerateArray().ShouldHaveSingleItem();
        metrics.Number("silhouette").ShouldBe(published.Number("silhouette"), 1e-6);
        metrics.Number("calinskiHarabasz").ShouldBe(published.Number("ch"), 1e-3);
        metrics.Number("daviesBouldin").ShouldBe(published.Number("db"), 1e-6);
        fit.Numbers("sizes").ShouldBe(published.Numbers("sizes"));
        fit.Rows("centroids").OrderBy(c => c[0]).SelectMany(c => c)
            .ShouldBe(published.Rows("centroids").OrderBy(c => c[0]).SelectMany(c => c), 1e-9);
    }

    [Theory]
    [InlineData("3")]
    [InlineData("5")]
    public async Task The_personality_table_has_the_reference_scaling_and_the_best_known_inertia(string k)
    {
        using var file = TemporaryFile.Of(Personality());
        var fit = await FitCall.JsonAsync(
            file.Path, "--columns", "Recency,Total_Purchases,Total_Spend", "--log", "Total_Purchases,Total_Spend", "--k", k);

        var reference = References("personality_rfm");
        var best = reference.GetProperty("kmeans").GetProperty(k).GetProperty("best");
        fit.Number("inertia").ShouldBe(best.Number("inertia"), 0.005 * best.Number("inertia"));
        fit.GetProperty("metrics")[0].Number("silhouette").ShouldBe(best.Number("silhouette"), 0.005);
        fit.Numbers("sizes").Sum().ShouldBe(2_240);
        foreach (var (feature, name) in fit.GetProperty("features").EnumerateArray().Zip(
            (string[])["Recency", "log1p_Total_Purchases", "log1p_Total_Spend"]))
        {
            feature.Number("mean").ShouldBe(reference.GetProperty("mean").Number(name), 1e-9);
            feature.Number("standardDeviation").ShouldBe(reference.GetProperty("sd").Number(name), 1e-9);
        }
    }

    [Theory]
    [InlineData("1", 0.005)] // closed form, published with two decimals
    [InlineData("4", 0.005 * 3661)]
    [InlineData("5", 0.005 * 3664)]
    public async Task Mall_mixtures_have_the_published_criterion(string k, double tolerance)
    {
        var fit = await FitCall.JsonAsync(
            SharedData.PathOf("Mall_Customers.csv"), "--columns", MallColumns, "--scale", "none", "--algorithm", "gaussianMixture", "--k", k);

        fit.Number("bic").ShouldBe(References("mall", "gmm_full_bic").Number(k), tolerance);
        fit.GetProperty("metrics")[0].Number("bic").ShouldBe(fit.Number("bic"));
        fit.GetProperty("covariance").GetString().ShouldBe("full");
        fit.Numbers("weights").Sum().ShouldBe(1, 1e-9);
    }

    // scikit-learn 1.2.1 on cdnow_customers_summary.csv, columns log1p(frequency), recency, T, each z-scored with ddof 0:
    // KMeans(k, n_init=10, random_state=0), with inertia about the means, silhouette_score, calinski_harabasz_score and
    // davies_bouldin_score; the same of marketing_campaign.csv, its 2,216 rows with an Income, AgglomerativeClustering(k).
    // CDNOW has equal distances enough for several trees that are equally right.
    [Theory]
    [InlineData("kmeans", "2", 3562.7408, 0.5055, 2318.99, 0.8826)]
    [InlineData("kmeans", "3", 2283.9950, 0.4575, 2466.86, 0.7330)]
    [InlineData("kmeans", "5", 1474.7169, 0.4637, 2231.35, 0.9179)]
    [InlineData("ward", "2", 3380.2274, 0.4920, 2140.34, 0.7633)]
    [InlineData("ward", "5", 1532.0811, 0.4499, 1845.74, 0.7169)]
    public async Task Other_tables_have_the_figures_of_another_program(
        string algorithm, string k, double inertia, double silhouette, double calinskiHarabasz, double daviesBouldin)
    {
        var fit = algorithm == "ward"
            ? await FitCall.JsonAsync(
                SharedData.PathOf("marketing_campaign.csv"),
                "--columns", "Income,MntWines,MntMeatProducts", "--impute", "drop", "--algorithm", "ward", "--k", k)
            : await FitCall.JsonAsync(
                SharedData.PathOf("cdnow_customers_summary.csv"), "--columns", "frequency,recency,T", "--log", "frequency", "--k", k);

        fit.Number("inertia").ShouldBe(inertia, 1e-4);
        var metrics = fit.GetProperty("metrics")[0];
        metrics.Number("silhouette").ShouldBe(silhouette, 1e-4);
        metrics.Number("calinskiHarabasz").ShouldBe(calinskiHarabasz, 0.01);
        metrics.Number("daviesBouldin").ShouldBe(daviesBouldin, 1e-4);
    }

    /// <summary>As references.json describes it: sums of four and of six columns.</summary>
    private static string Personality()
    {
        var lines = File.ReadAllLines(SharedData.PathOf("marketing_campaign.csv")).Select(line => line.Split('\t')).ToList();
        var header = lines[0];
        string[] purchases = ["NumDealsPurchases", "NumWebPurchases", "NumCatalogPurchases", "NumStorePurchases"];
        var text = new StringBuilder("Recency,Total_Purchases,Total_Spend\n");
        foreach (var cells in lines.Skip(1))
        {
            double Sum(Func<string, bool> wanted) =>
                header.Zip(cells).Where(cell => wanted(cell.First)).Sum(cell => double.Parse(cell.Second, CultureInfo.InvariantCulture));
            text.Append(CultureInfo.InvariantCulture,
                $"{Sum(name => name == "Recency")},{Sum(purchases.Contains)},{Sum(name => name.StartsWith("Mnt", StringComparison.Ordinal))}\n");
        }

        return text.ToString();
    }
}
