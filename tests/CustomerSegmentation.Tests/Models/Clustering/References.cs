using System.Text.Json;
using CustomerSegmentation.Models.Clustering;

namespace CustomerSegmentation.Tests.Models.Clustering;

/// <summary>
/// Figures that were computed elsewhere (scikit-learn 1.2.1, checked with R 4.2) and the data behind them, in the
/// folder <c>shared/data</c> beside the checkout. A test that asks for them is skipped where they are missing.
/// </summary>
internal static class References
{
    public static JsonElement Figures()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("fixtures/references.json")));
        return json.RootElement.Clone();
    }

    public static JsonElement At(this JsonElement element, params string[] path) =>
        path.Aggregate(element, (e, name) => e.GetProperty(name));

    public static NumericColumns Mall() => NumericColumns.From(Columns("Mall_Customers.csv", 3, 4));

    /// <summary>Age, income and spending score.</summary>
    public static NumericColumns MallWithAge() => NumericColumns.From(Columns("Mall_Customers.csv", 2, 3, 4));

    /// <summary>Recency, six amounts spent and four counts of purchases, as they are.</summary>
    public static NumericColumns Campaign() =>
        NumericColumns.From(Columns("marketing_campaign.csv", 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18));

    public static NumericColumns Personality() => NumericColumns.From(Columns("fixtures/personality_rfm_scaled.csv", 1, 2, 3));

    public static int[] PersonalityLabels(int k) =>
        [.. Columns("fixtures/personality_rfm_labels.csv", k == 3 ? 1 : 2)[0].Select(x => (int)x)];

    private static double[][] Columns(string file, params int[] columns)
    {
        var rows = File.ReadLines(SharedData.PathOf(file)).Skip(1).Select(line => line.Split(',', '\t')).ToList();
        return [.. columns.Select(c => rows.Select(cells => double.Parse(cells[c])).ToArray())];
    }
}
