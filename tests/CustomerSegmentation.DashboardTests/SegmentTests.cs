using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace CustomerSegmentation.DashboardTests;

/// <summary>One segment: its profile, its members now and then, who leaves it, and all of it as files.</summary>
public abstract class SegmentTests(Browser browser, Shop shop)
{
    private const string Champions = "/segments/champions";

    [Fact]
    public async Task The_profile_sets_the_means_of_its_members_beside_those_of_everybody()
    {
        await using var visit = await browser.VisitAsync(shop.Host);
        await visit.OpenAsync(Champions);
        await Eventually.TrueAsync(async () =>
        {
            var members = (await shop.AskAsync($"{Champions}/customers?limit=1000"))["items"]!.AsArray();
            var all = new List<JsonNode?>();
            foreach (var segment in (await shop.AskAsync("/segments"))["segments"]!.AsArray())
            {
                all.AddRange((await shop.AskAsync($"/segments/{segment!["id"]}/customers?limit=1000"))["items"]!.AsArray());
            }

            foreach (var (row, figure) in ((string, string)[])[("recency", "recencyDays"), ("frequency", "frequency"), ("monetary", "monetary")])
            {
                var (own, everybody) = (members.Average(member => (double)member![figure]!), all.Average(member => (double)member![figure]!));
                var shown = await visit.NumbersAsync($"#profile [data-measure={row}]");
                if (shown.Length != 3 || !shown.Zip([own, everybody, own / everybody]).All(pair => Math.Abs(pair.First - pair.Second) < 1e-6))
                {
                    return false;
                }
            }

            return (await visit.NumbersAsync("[data-field=customers]")).Single() == members.Count;
        }, "the means of the API's members");
        (await visit.Page.Locator("#profile svg[role=img]").First.GetAttributeAsync("aria-label"))!.ShouldContain("in this segment");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Members_come_page_by_page_as_the_API_has_them()
    {
        await using var visit = await browser.VisitAsync(shop.Host);
        await visit.OpenAsync(Champions);
        var first = await shop.AskAsync($"{Champions}/customers?limit=25");
        await Eventually.TrueAsync(async () => (await IdsAsync(visit, "#member-list")).SequenceEqual(Ids(first)), "the first page");
        await visit.Page.GetByText("Next page").ClickAsync();
        await visit.Page.WaitForURLAsync("**/segments/champions?cursor=*#members");

        // Whoever other tests make a champion meanwhile comes to the end of the list.
        var second = await shop.AskAsync($"{Champions}/customers?limit=25&cursor={Uri.EscapeDataString((string)first["next"]!)}");
        Ids(second).ShouldNotBeEmpty();
        await Eventually.TrueAsync(async () => (await IdsAsync(visit, "#member-list")) is { Length: > 0 } shown && shown.Length >= Ids(second).Length
            && shown.Zip(Ids(second)).All(pair => pair.First == pair.Second), "the second page");
        await visit.Page.Locator("#member-list th a").First.ClickAsync();
        await visit.Page.WaitForURLAsync("**/customers/*");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Members_of_a_moment_are_those_of_the_API_then()
    {
        await using var visit = await browser.VisitAsync(shop.Host);
        await visit.OpenAsync($"{Champions}?within=60");
        await visit.Page.GetByLabel("As of (UTC").FillAsync("2025-05-01T12:00");
        await visit.Page.Locator("section[aria-labelledby=members] button").ClickAsync();
        await visit.Page.WaitForURLAsync("**/segments/champions?asOf=2025-05-01T12*within=60#members");
        var then = Ids(await shop.AskAsync($"{Champions}/customers?asOf=2025-05-01T12:00:00Z&limit=25"));
        then.ShouldNotBeEmpty();
        await Eventually.TrueAsync(async () => (await IdsAsync(visit, "#member-list")).SequenceEqual(then), "the members of then");
        (await visit.Page.GetByText("CSV", new() { Exact = true }).Last.GetAttributeAsync("href"))
            .ShouldBe("/api/v1/segments/champions/customers?format=csv&asOf=2025-05-01T12:00:00Z");

        await visit.OpenAsync($"{Champions}?asOf=2099-01-01");
        (await visit.TextAsync("#member-list")).ShouldContain("in the future");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_leaves_within_the_days_of_the_address_is_listed_soonest_first()
    {
        await using var visit = await browser.VisitAsync(shop.Host);
        await visit.OpenAsync(Champions);
        await visit.Page.GetByLabel("Within days").FillAsync("20");
        await visit.Page.Locator("section[aria-labelledby=leaving] button").ClickAsync();
        await visit.Page.WaitForURLAsync("**/segments/champions?within=20*");
        await Eventually.TrueAsync(async () =>
        {
            var leavers = (await shop.AskAsync($"{Champions}/leaving?within=20d&limit=10"))["items"]!.AsArray();
            var moments = await visit.Page.EvalOnSelectorAllAsync<string[]>("#leavers tbody time", "times => times.map(time => time.dateTime)");
            return leavers.Count > 0
                && (await IdsAsync(visit, "#leavers")).SequenceEqual(leavers.Select(one => (string)one!["customerId"]!))
                && moments.Select(DateTimeOffset.Parse).Zip(leavers.Select(one => (DateTimeOffset)one!["leavesAt"]!)).All(pair => (pair.First - pair.Second).Duration() < TimeSpan.FromMilliseconds(1));
        }, "the leavers of the API");
        visit.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("CSV", "champions.csv", "text/csv")]
    [InlineData("NDJSON", "champions.ndjson", "application/x-ndjson")]
    public async Task Members_are_saved_as_a_file_of_the_API(string link, string name, string type)
    {
        await using var visit = await browser.VisitAsync(shop.Host);
        await visit.OpenAsync(Champions);
        await Eventually.TrueAsync(async () =>
        {
            var download = await visit.Page.RunAndWaitForDownloadAsync(
                () => visit.Page.Locator("section[aria-labelledby=members]").GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).ClickAsync());
            download.SuggestedFilename.ShouldBe(name);
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/segments/champions/customers");
            request.Headers.Accept.ParseAdd(type);
            using var response = await shop.Host.Http.SendAsync(request);
            var expected = await response.Content.ReadAsStringAsync();
            expected.ShouldNotBeEmpty();
            return await File.ReadAllTextAsync(await download.PathAsync()) == expected;
        }, "the API's export of the same moment");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_segment_that_there_never_was_is_said_not_to_be()
    {
        await using var visit = await browser.VisitAsync(shop.Host);
        await visit.OpenAsync("/segments/nowhere", status: 404);
        (await visit.TextAsync("h1")).ShouldBe("No segment 'nowhere'");
        (await visit.TextAsync("main")).ShouldContain("See all segments");
    }

    private static string[] Ids(JsonObject page) => [.. page["items"]!.AsArray().Select(member => (string)member!["customerId"]!)];

    private static Task<string[]> IdsAsync(Visit visit, string list) =>
        visit.Page.EvalOnSelectorAllAsync<string[]>($"{list} tr[data-customer]", "rows => rows.map(row => row.dataset.customer)");
}
