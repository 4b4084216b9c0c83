using System.Globalization;
using System.Text.Json.Nodes;

namespace CustomerSegmentation.DashboardTests;

/// <summary>What tests of a customer's page share.</summary>
internal static class CustomerPages
{
    /// <summary>Confidence, alternatives, the next change, ways to better segments and reasons on an open page are those of the API.</summary>
    public static async Task ShowsWhatComesNextAsync(this Visit visit, string id, Func<string, Task<JsonObject>> ask)
    {
        var customer = await ask($"/customers/{id}");
        (await visit.NumbersAsync("[data-field=confidence]")).ShouldBe([(double)customer["segment"]!["confidence"]!]);
        (await TaggedAsync(visit, "alternative")).ShouldBe(customer["alternatives"]!.AsArray()
            .Select(other => ((string)other!["id"]!, (string)other["name"]!, (double)other["confidence"]!)));

        var next = customer["next"]!;
        (await visit.TextAsync("[data-field=next] .tag")).ShouldBe((string?)next["name"] ?? "No segment");
        DateTimeOffset.Parse((await visit.Page.GetAttributeAsync("[data-field=next] time", "datetime"))!, CultureInfo.InvariantCulture)
            .ShouldBe((DateTimeOffset)next["at"]!, TimeSpan.FromMilliseconds(1));

        // Better: worth more per customer, by the sizes.
        var worth = (await ask("/segments"))["segments"]!.AsArray().Where(size => (double)size!["share"]! > 0)
            .ToDictionary(size => (string)size!["id"]!, size => (double)size!["revenueShare"]! / (double)size["share"]!);
        var own = (string)customer["segment"]!["id"]!;
        var path = await ask($"/customers/{id}/path?to={own}");
        (await TaggedAsync(visit, "better")).ShouldBe(path["reachable"]!.AsArray()
            .Select(way => ((string)way!["segment"]!["id"]!, (string)way["segment"]!["name"]!, (double)way["amount"]!))
            .Where(way => worth.GetValueOrDefault(way.Item1) > worth[own]));

        var reasons = await visit.Page.Locator("[data-field=reason]").AllInnerTextsAsync();
        var migrations = (await ask($"/customers/{id}/history?limit=10"))["items"]!.AsArray();
        reasons.Count.ShouldBe(migrations.Count);
        foreach (var (shown, migration) in reasons.Zip(migrations))
        {
            shown.ShouldStartWith((string)(await ask($"/customers/{id}/history/{migration!["sequence"]}"))["reason"]!);
        }
    }

    private static async Task<IEnumerable<(string Id, string Name, double Number)>> TaggedAsync(Visit visit, string what)
    {
        var found = await visit.Page.EvalOnSelectorAllAsync<string[][]>(
            $"[data-{what}]", $"found => found.map(one => [one.dataset.{what}, one.querySelector('.tag').textContent.trim(), one.querySelector('data').value])");
        return found.Select(one => (one[0], one[1], double.Parse(one[2], CultureInfo.InvariantCulture)));
    }
}
