using CustomerSegmentation.HostTests.Faults;

namespace CustomerSegmentation.SiloTests.Chaos;

/// <summary>
/// Bad days of a cluster, each under a stream of purchases: afterwards it must be where an embedded engine is that was told
/// the same (<see cref="ClusterInvariant"/>). Slow: silos are real processes on a real broker, Redis and PostgreSQL.
/// </summary>
[Collection(ChaosCollection.Name)]
public sealed class ChaosTests(ChaosServers servers, ITestOutputHelper output)
{
    private const int PerSecond = 500;

    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(10);

    /// <summary>Whoever asks meanwhile waits, and is answered.</summary>
    [Fact]
    public Task Silos_are_killed_join_and_are_restarted_in_turn_and_nobody_misses_them() =>
        UnderTheStreamAsync(seed: 1, silos: 3, events: 14_000, async (cluster, shop) =>
        {
            await cluster.KillOldestAsync();
            await cluster.AddAsync();
            await using var callers = new Callers(cluster, shop.Regulars, seed: 3);
            for (var restarts = cluster.Silos.Count - 1; restarts > 0; restarts--)
            {
                await cluster.RestartOldestAsync();
            }

            await callers.WereAllAnsweredAsync(within: Slow);
        });

    /// <summary>What the broker had confirmed is handed over when it is back.</summary>
    [Fact]
    public Task Redis_PostgreSQL_and_the_broker_are_away_one_after_the_other() =>
        UnderTheStreamAsync(seed: 4, silos: 2, events: 14_000, async (_, _) =>
        {
            await servers.Redis.StopAsync();
            await Task.Delay(Outage, TimeProvider.System);
            await servers.Redis.StartAsync();
            await servers.Postgres.StopAsync();
            await Task.Delay(Outage, TimeProvider.System);
            await servers.Postgres.StartAsync();
            await servers.Broker.KillAsync();
            await servers.Broker.StartAsync();
        });

    [Fact]
    public Task On_PostgreSQL_alone_a_silo_is_killed_and_then_it_is_restarted() =>
        UnderTheStreamAsync(
            seed: 7,
            silos: 2,
            events: 7_000,
            async (cluster, _) =>
            {
                await cluster.KillOldestAsync();
                await servers.Postgres.StopAsync();
                await servers.Postgres.StartAsync();
            },
            onPostgres: true);

    private async Task UnderTheStreamAsync(
        int seed,
        int silos,
        int events,
        Func<SiloCluster, Shop, Task> happens,
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
            await stream.ReachAsync(0.1);
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
