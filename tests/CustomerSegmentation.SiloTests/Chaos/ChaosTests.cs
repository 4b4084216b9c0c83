using CustomerSegmentation.HostTests.Faults;

namespace CustomerSegmentation.SiloTests.Chaos;

/// <summary>
/// Bad days of a cluster, each under a stream of purchases: afterwards it must be where an embedded engine is that was told
/// the same (<see cref="ClusterInvariant"/>). Slow: silos are real processes on a real broker, Redis and PostgreSQL.
/// </summary>
[Collection(ChaosCollection.Name)]
public sealed class ChaosTests(ChaosServers servers, ITestOutputHelper output)
{
    private const int Events = 9_000;
    private const int PerSecond = 750; // for twelve seconds: longer than an outage

    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(10);

    [Fact]
    public Task A_killed_silo_takes_nothing_with_it() =>
        UnderTheStreamAsync(seed: 1, silos: 3, (cluster, _) => cluster.KillOldestAsync());

    [Fact]
    public Task A_silo_that_joins_takes_its_share_without_a_pause() =>
        UnderTheStreamAsync(seed: 2, silos: 2, (cluster, _) => cluster.AddAsync());

    [Fact]
    public Task Silos_restarted_in_turn_are_missed_by_no_caller() =>
        UnderTheStreamAsync(
            seed: 3,
            silos: 2,
            async (cluster, shop) =>
            {
                await using var callers = new Callers(cluster, shop.Regulars, seed: 3);
                for (var restarts = cluster.Silos.Count; restarts > 0; restarts--)
                {
                    await cluster.RestartOldestAsync();
                }

                await callers.WereAllAnsweredAsync(within: Slow);
            },
            events: 2 * Events);

    [Fact]
    public Task Redis_may_be_away_for_ten_seconds() =>
        UnderTheStreamAsync(seed: 4, silos: 2, async (_, _) =>
        {
            await servers.Redis.StopAsync();
            await Task.Delay(Outage, TimeProvider.System);
            await servers.Redis.StartAsync();
        });

    [Fact]
    public Task PostgreSQL_may_be_away_for_ten_seconds() =>
        UnderTheStreamAsync(seed: 5, silos: 2, async (_, _) =>
        {
            await servers.Postgres.StopAsync();
            await Task.Delay(Outage, TimeProvider.System);
            await servers.Postgres.StartAsync();
        });

    [Fact]
    public Task A_killed_broker_hands_over_all_that_it_had_confirmed() =>
        UnderTheStreamAsync(seed: 6, silos: 2, async (_, _) =>
        {
            await servers.Broker.KillAsync();
            await servers.Broker.StartAsync();
        });

    [Fact]
    public Task On_PostgreSQL_alone_a_killed_silo_takes_nothing_with_it() =>
        UnderTheStreamAsync(seed: 7, silos: 2, (cluster, _) => cluster.KillOldestAsync(), onPostgres: true);

    [Fact]
    public Task On_PostgreSQL_alone_it_may_be_restarted() =>
        UnderTheStreamAsync(seed: 8, silos: 2, async (_, _) =>
        {
            await servers.Postgres.StopAsync();
            await servers.Postgres.StartAsync();
        }, onPostgres: true);

    private async Task UnderTheStreamAsync(
        int seed,
        int silos,
        Func<SiloCluster, Shop, Task> happens,
        int events = Events,
        bool onPostgres = false)
    {
        await servers.StartAsync();
        await servers.Broker.ForgetQueuesAsync();
        await using var cluster = await SiloCluster.StartAsync(servers, silos, onPostgres);
        try
        {
            var began = TimeProvider.System.GetUtcNow();
            var shop = Shop.Of(seed, events, end: new(began.Ticks - (began.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero));
            await cluster.RecordAsync(shop.History);
            await cluster.SweptAsync(await cluster.CustomersAsync(shop.Regulars));
            var streamed = TimeProvider.System.GetUtcNow();
            var stream = ShopStream.Start(servers.Broker, shop.Sent, PerSecond);
            await stream.ReachAsync(0.25);
            var happening = happens(cluster, shop);
            var (published, recorded) = (0.0, 0.0);
            try
            {
                published = await stream.Ended;
                await cluster.KnowsAllAsync(shop);
                recorded = shop.Sent.Length / stream.Elapsed.TotalSeconds;
            }
            finally
            {
                await happening; // if it failed, that says more
            }

            output.WriteLine(
                $"Over after {stream.Elapsed.TotalSeconds:0.0} s of the stream. Published {published:0} events a second, "
                + $"recorded {recorded:0} a second, {shop.Sent.Length} in all.");
            await cluster.StandsUndisturbedAsync(shop, servers, streamed);

            published.ShouldBePositive(); // how fast, the benchmarks tell
            recorded.ShouldBePositive();
        }
        catch
        {
            output.WriteLine(cluster.Output);
            throw;
        }
    }
}
