namespace CustomerSegmentation.DashboardTests;

/// <summary>The Orleans Dashboard of a silo, in a browser: its scripts and styles work under a content policy of their own.</summary>
public sealed class OrleansDashboardTests(Browser browser)
{
    private const string Key = "a-key-of-this-test";

    [Fact]
    public async Task A_reader_who_signs_in_sees_the_grains_of_the_silo()
    {
        var data = Directory.CreateTempSubdirectory("orleans-dashboard-");
        await using (var silo = await HostUnderTest.Silo.StartAsync(data.FullName, "--ApiKeys", Key))
        {
            await using var visit = await browser.VisitAsync(silo, "/orleans/", Key);
            await visit.Page.GotoAsync("/orleans/#/grains");

            await visit.Page.GetByText("PopulationGrain").First.WaitForAsync();
            visit.Complaints.ShouldBeEmpty();
        }

        data.Delete(recursive: true);
    }
}
