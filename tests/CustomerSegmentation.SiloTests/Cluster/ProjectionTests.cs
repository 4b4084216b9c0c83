using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Engine;
using CustomerSegmentation.EngineContract;
using CustomerSegmentation.SiloTests.Contract;
using CustomerSegmentation.SiloTests.Servers;
using StackExchange.Redis;

namespace CustomerSegmentation.SiloTests.Cluster;

/// <summary>The live segment in Redis, for those who read it there.</summary>
public sealed class ProjectionTests(SharedRedis redis, SharedPostgres postgres)
{
    private static readonly DateTimeOffset Day = new(2026, 1, 20, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_hash_of_every_customer_follows_their_migrations_until_they_are_erased()
    {
        var time = new ManualTime(Day);
        var cluster = "";
        await using var silos = await SiloUnderTest.StartAsync(
            new(), time, redis, postgres, silo => (silo with { Projection = true }) is var with && (cluster = with.Cluster).Length > 0 ? with : silo);
        await using var connection = await ConnectionMultiplexer.ConnectAsync(await redis.AddressAsync());
        var database = connection.GetDatabase();
        await silos.Engine.RecordAsync([Bought("A", "a1", -10), Bought("B", "b1", -5), Bought("B", "b2", -1)]);

        var a = await HashAsync(database, $"{cluster}:customer:A", hash => hash.ContainsKey("segment"));
        a["segment"].ShouldBe("potential-loyalist");
        (a["since"], a["cause"], a["modelVersion"], a["monetary"]).ShouldBe(("2026-01-10T00:00:00.0000000Z", "purchase", "0", "60.00"));
        (await database.HashGetAsync($"{cluster}:segments", "potential-loyalist")).ToString().ShouldBe("Potential Loyalist");

        time.MoveTo(Day.AddDays(400));
        await silos.SweptAsync();
        var lapsed = await HashAsync(database, $"{cluster}:customer:A", hash => hash["segment"].Length == 0);
        lapsed["cause"].ShouldBe("decay");

        // Emptied, it is filled again from the record.
        await HashAsync(database, $"{cluster}:customer:B", hash => hash["segment"].Length == 0);
        await database.KeyDeleteAsync([$"{cluster}:customer:B", $"{cluster}:position"]);
        await HashAsync(database, $"{cluster}:customer:B", hash => hash.TryGetValue("segment", out var segment) && segment.Length == 0);

        (await silos.Engine.EraseCustomerAsync("A")).ShouldBeTrue();
        (await database.KeyExistsAsync($"{cluster}:customer:A")).ShouldBeFalse();
        await silos.Engine.RecordAsync([Bought("A", "a2", 399)]);
        var back = await HashAsync(database, $"{cluster}:customer:A", hash => hash.ContainsKey("segment"));
        back["segment"].ShouldBe("potential-loyalist");
    }

    private static PurchaseEvent Bought(string customer, string order, double day) =>
        new(order, PurchaseEventType.Purchase, customer, order, Day.AddDays(day), 60);

    private static async Task<Dictionary<string, string>> HashAsync(IDatabase database, string key, Func<Dictionary<string, string>, bool> until)
    {
        for (var started = TimeProvider.System.GetTimestamp(); ;)
        {
            var hash = (await database.HashGetAllAsync(key)).ToDictionary(entry => entry.Name.ToString(), entry => entry.Value.ToString());
            if (hash.Count > 0 && until(hash))
            {
                return hash;
            }

            TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(WaitTimeout, key);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }
}
