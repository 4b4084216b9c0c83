namespace CustomerSegmentation.SiloTests.Chaos;

/// <summary>Silos that find each other in PostgreSQL.</summary>
[Collection(ChaosCollection.Name)]
public sealed class PostgresMembershipTests(ChaosServers servers, ITestOutputHelper output)
{
    private const int Unavailable = 5;

    [Fact]
    public Task Silos_that_the_membership_table_has_lost_stop() => OnTwoSilosAsync(async cluster =>
    {
        var old = cluster.Silos;

        await cluster.RunAsync("TRUNCATE segmentation.OrleansMembershipTable, segmentation.OrleansMembershipVersionTable");

        foreach (var silo in old)
        {
            (await silo.Process.EndedAsync()).ShouldBe(Unavailable);
            silo.Process.Errors.ShouldContain("it was emptied or restored while silos ran");
        }

        await cluster.AddAsync();
        (await cluster.Silos[^1].Process.HealthAsync()).Status.ShouldBe(System.Net.HttpStatusCode.OK);
    });

    [Fact]
    public Task A_silo_joins_although_all_others_died_at_once() => OnTwoSilosAsync(async cluster =>
    {
        await cluster.KillAllAsync();

        await cluster.AddAsync();

        (await cluster.Silos[^1].Process.HealthAsync()).Status.ShouldBe(System.Net.HttpStatusCode.OK);
    });

    private async Task OnTwoSilosAsync(Func<SiloCluster, Task> happens)
    {
        await servers.StartAsync();
        await using var cluster = await SiloCluster.StartAsync(servers, silos: 2, onPostgres: true);
        try
        {
            await happens(cluster);
        }
        catch
        {
            output.WriteLine(cluster.Output);
            throw;
        }
    }
}
