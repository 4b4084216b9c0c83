using System.Globalization;
using System.Text.Json.Nodes;

namespace CustomerSegmentation.DashboardTests;

/// <summary>What tests of the page of migration share.</summary>
internal static class MigrationPages
{
    /// <summary>A period that is over, so that no other test changes it.</summary>
    public const string Days = "from=2025-04-01&to=2025-05-20";

    /// <summary>A day stands for its beginning at the start and for its end at the end.</summary>
    public const string Moments = "from=2025-04-01T00:00:00Z&to=2025-05-21T00:00:00Z";

    /// <summary>Opens a page and waits until all of it is counted.</summary>
    public static async Task<Visit> CountedAsync(this Browser browser, Shop shop, string path)
    {
        var visit = await browser.VisitAsync(shop.Host);
        await visit.OpenAsync(path);
        await visit.CountedAsync();
        return visit;
    }

    /// <summary>Returns once all of an open page is counted.</summary>
    public static Task CountedAsync(this Visit visit) =>
        Eventually.TrueAsync(async () => await visit.Page.Locator("[data-counting]").CountAsync() == 0, "all is counted");

    public static async Task<List<JsonNode>> ListAsync(this Shop shop, string path) =>
        [.. JsonNode.Parse(await shop.Host.Http.GetStringAsync(new Uri("/api/v1" + path, UriKind.Relative)))!.AsArray().Select(one => one!)];

    /// <summary>Cells that have customers, by what an element of the page says of each.</summary>
    public static async Task<Dictionary<(string From, string To), double>> CellsAsync(Visit visit, string selector, string number)
    {
        var rows = await RowsAsync(visit, selector, $"(cell => [cell.dataset.from, cell.dataset.to, String({number})])(row)");
        return rows.Select(row => (row[0], row[1], Plain(row[2]))).Where(cell => cell.Item3 > 0).ToDictionary(cell => (cell.Item1, cell.Item2), cell => cell.Item3);
    }

    public static Task<string[][]> RowsAsync(Visit visit, string selector, string row) =>
        visit.Page.EvalOnSelectorAllAsync<string[][]>(selector, $"rows => rows.map(row => {row})");

    /// <summary>Cells that have customers, by the API.</summary>
    public static Dictionary<(string From, string To), double> CellsOf(JsonObject matrix)
    {
        var ids = matrix["segments"]!.AsArray().Select(segment => (string)segment!["id"]!).ToList();
        var cells = new Dictionary<(string, string), double>();
        for (var i = 0; i < ids.Count; i++)
        {
            cells[("none", ids[i])] = (double)matrix["entered"]![i]!;
            cells[(ids[i], "none")] = (double)matrix["left"]![i]!;
            for (var j = 0; j < ids.Count; j++)
            {
                cells[(ids[i], ids[j])] = (double)matrix["counts"]![i]![j]!;
            }
        }

        return cells.Where(cell => cell.Value > 0).ToDictionary();
    }

    public static double RowOf(JsonObject matrix, int row) =>
        matrix["counts"]![row]!.AsArray().Sum(count => (double)count!) + (double)matrix["left"]![row]!;

    public static bool Same(Dictionary<(string From, string To), double> shown, Dictionary<(string From, string To), double> expected) =>
        shown.Count == expected.Count && shown.All(cell => expected.TryGetValue(cell.Key, out var value) && value == cell.Value);

    public static string StepOf(JsonNode row) => DateTimeOffset.Parse((string)row["bucket"]!, CultureInfo.InvariantCulture)
        .UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static double Plain(string number) => double.Parse(number, CultureInfo.InvariantCulture);
}
