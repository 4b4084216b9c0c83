namespace CustomerSegmentation.SiloTests.Chaos;

/// <summary>Redis emptied while silos run.</summary>
[Collection(ChaosCollection.Name)]
public sealed class EmptiedRedisTests(ChaosServers servers, ITestOutputHelper output)
{
    private const int Unavailable = 5;

    [Fact]
    public async Task Silos_that_the_membership_table_has_lost_stop_so_that_no_second_cluster_stands_beside_them()
    {
        await servers.StartAsync();
        await using var cluster = await SiloCluster.StartAsync(servers, silos: 2);
        try
        {
            var old = cluster.Silos;

            await servers.Redis.EmptyAsync();

            foreach (var silo in old)
            {
                (await silo.Process.EndedAsync()).ShouldBe(Unavailable);
                silo.Process.Output.ShouldContain("is no longer in the membership table, which can be read");
                var sentence = silo.Process.Errors.Trim();
                sentence.ShouldContain("it was emptied or restored while silos ran");
                sentence.Split('\n').Length.ShouldBe(1, sentence);
            }

            await cluster.AddAsync();
            (await cluster.Silos[^1].Process.HealthAsync()).Status.ShouldBe(System.Net.HttpStatusCode.OK);
        }
        catch
        {
            output.WriteLine(cluster.Output);
            throw;
        }
    }
}
