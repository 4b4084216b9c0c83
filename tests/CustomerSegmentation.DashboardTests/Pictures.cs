using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace CustomerSegmentation.DashboardTests;

/// <summary>Takes the pictures of the README, when asked to: <c>docs/images/take</c>.</summary>
public sealed class Pictures(Browser browser)
{
    [Fact(Explicit = true)]
    public async Task The_pictures_of_the_README_are_taken_of_the_demonstration()
    {
        var data = Directory.CreateTempSubdirectory("dashboard-pictures-");
        try
        {
            await using var host = await HostUnderTest.Embedded.StartAsync(data.FullName, "--demo");
            await Eventually.TrueAsync(async () => (int)(await AskAsync(host, "/models/current"))["version"]! > 0, "a fitted model");
            await Eventually.TrueAsync(async () => (int)(await AskAsync(host, "/segments"))["customers"]! > 5_000, "customers who came since");
            await TakeAsync(host, "/", ColorScheme.Light, "overview.png", down: "section:has(#trend)");
            await TakeAsync(host, "/migration?days=90&refits=true", ColorScheme.Dark, "migration.png");
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    /// <summary>Takes a picture of what a window shows; or of all down to the end of an element.</summary>
    private async Task TakeAsync(HostProcess host, string path, ColorScheme scheme, string name, string? down = null)
    {
        await using var visit = await browser.VisitAsync(host);
        await visit.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await visit.OpenAsync(path);
        await Eventually.TrueAsync(async () => await visit.Page.Locator("[data-counting]").CountAsync() == 0
            && await visit.Page.Locator("main svg path").CountAsync() > 0, "all is counted and drawn");
        if (down is not null && await visit.Page.Locator(down).BoundingBoxAsync() is { } last)
        {
            await visit.Page.SetViewportSizeAsync(1280, (int)(last.Y + last.Height) + 24);
        }

        await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(Folder(), name) });
        new FileInfo(Path.Combine(Folder(), name)).Length.ShouldBeLessThan(300_000, name);
        visit.Complaints.ShouldBeEmpty();
    }

    private static async Task<JsonObject> AskAsync(HostProcess host, string path) => (JsonObject)await RetailShop.AskAsync(host, path);

    private static string Folder() => Path.Combine(Checkout.Root, "docs", "images");
}
