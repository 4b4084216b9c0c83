using System.Net;

namespace CustomerSegmentation.SiloTests.Chaos;

/// <summary>Silos that find each other in PostgreSQL.</summary>
[Collection(ChaosCollection.Name)]
public sealed class PostgresMembershipTests(ChaosServers servers, ITestOutputHelper output)
{
    private const int Unavailable = 5;

    [Fact]
    public async Task A_silo_joins_although_all_others_died_at_once_and_stops_when_the_table_has_lost_it()
    {
        await servers.StartAsync();
        await using var cluster = await SiloCluster.StartAsync(servers, silos: 2, onPostgres: true);
        try
        {
            await cluster.KillAllAsync();
            await cluster.AddAsync();
            var joined = cluster.Silos[^1].Process;
            (await joined.HealthAsync()).Status.ShouldBe(HttpStatusCode.OK);

            await cluster.RunAsync("TRUNCATE segmentation.OrleansMembershipTable, segmentation.OrleansMembershipVersionTable");
            (await joined.EndedAsync()).ShouldBe(Unavailable);
            joined.Errors.ShouldContain("it was emptied or restored while silos ran");

            await cluster.AddAsync();
            (await cluster.Silos[^1].Process.HealthAsync()).Status.ShouldBe(HttpStatusCode.OK);
        }
        catch
        {
            output.WriteLine(cluster.Output);
            throw;
        }
    }
}
