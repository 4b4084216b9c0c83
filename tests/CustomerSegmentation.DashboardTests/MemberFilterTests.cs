using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace CustomerSegmentation.DashboardTests;

/// <summary>Members of a segment within bounds: the address, the list, its next page and the file say the same. On a year of a shop.</summary>
public sealed class MemberFilterTests(Browser browser, EmbeddedRetailShop retail)
{
    [Fact]
    public async Task Members_within_bounds_come_page_by_page_and_as_a_file()
    {
        var host = await retail.OpenAsync();
        var id = (string)(await RetailShop.AskAsync(host, "/segments"))["segments"]!.AsArray().MaxBy(segment => (int)segment!["customers"]!)!["id"]!;
        await using var visit = await browser.VisitAsync(host);
        await visit.OpenAsync($"/segments/{id}?within=60");
        var form = visit.Page.Locator("section[aria-labelledby=members] form");
        await Bound(form, "Orders", "at least").FillAsync("2");
        await Bound(form, "Spend", "at least").FillAsync("150.5");
        await Bound(form, "Days since last order", "at most").FillAsync("200");
        await form.GetByRole(AriaRole.Button).ClickAsync();
        await visit.Page.WaitForURLAsync("**maxRecencyDays=200&minFrequency=2&*minMonetary=150.5&*within=60#members");

        // What is expected comes from the whole list, which knows no bounds.
        var all = await LinesAsync(host, $"/api/v1/segments/{id}/customers?format=ndjson");
        string[] expected = [.. all.Where(member => (double)member["frequency"]! >= 2 && (decimal)member["monetary"]! >= 150.5m && (double)member["recencyDays"]! <= 200)
            .Select(member => (string)member["customerId"]!)];
        expected.Length.ShouldBeInRange(51, all.Count - 1, "some are left out, and there are three pages");

        (await ListAsync(visit, "First page", 0)).ShouldBe(expected[..25]);
        await visit.Page.GetByText("Next page").ClickAsync();
        await visit.Page.WaitForURLAsync("**cursor=*#members");
        (await ListAsync(visit, "First page", 1)).ShouldBe(expected[25..50]);

        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.Locator("section[aria-labelledby=members]")
            .GetByRole(AriaRole.Link, new() { Name = "NDJSON", Exact = true }).ClickAsync());
        (await File.ReadAllLinesAsync(await download.PathAsync())).Select(line => (string)JsonNode.Parse(line)!["customerId"]!).ShouldBe(expected);
        (await Bound(form, "Spend", "at least").InputValueAsync()).ShouldBe("150.5");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_nobody_is_within_the_bounds_the_page_says_so_and_leads_back_to_all()
    {
        var host = await retail.OpenAsync();
        var id = (string)(await RetailShop.AskAsync(host, "/segments"))["segments"]![0]!["id"]!;
        await using var visit = await browser.VisitAsync(host);
        await visit.OpenAsync($"/segments/{id}?minFrequency=100000&minMonetary=lots");
        await visit.Page.GetByText("None of the members is within these bounds").WaitForAsync();
        await visit.Page.GetByText("see all members").ClickAsync();
        await visit.Page.WaitForSelectorAsync("#member-list tr[data-customer]");
        visit.Page.Url.ShouldNotContain("minFrequency");
        visit.Complaints.ShouldBeEmpty();
    }

    private static ILocator Bound(ILocator form, string legend, string which) =>
        form.GetByRole(AriaRole.Group, new() { Name = legend }).GetByLabel(which);

    private static async Task<string[]> ListAsync(Visit visit, string link, int count)
    {
        await visit.Page.WaitForSelectorAsync("#member-list tr[data-customer]");
        (await visit.Page.GetByText(link).CountAsync()).ShouldBe(count);
        return await visit.Page.EvalOnSelectorAllAsync<string[]>("#member-list tr[data-customer]", "rows => rows.map(row => row.dataset.customer)");
    }

    private static async Task<List<JsonNode>> LinesAsync(HostProcess host, string path) =>
        [.. (await host.Http.GetStringAsync(new Uri(path, UriKind.Relative))).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
}
