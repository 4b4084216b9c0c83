using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Edge.Configuration;
using CustomerSegmentation.EngineContract;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Silo;
using CustomerSegmentation.Silo.Population;
using CustomerSegmentation.Silo.Storage;
using CustomerSegmentation.SiloTests.Contract;
using Dapper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Runtime;

namespace CustomerSegmentation.SiloTests.Cluster;

/// <summary>Customers in the ledger's PostgreSQL, and silos that have nothing else.</summary>
public sealed class PostgresStateTests(SharedPostgres postgres)
{
    private static readonly DateTimeOffset Day0 = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ManualTime _time = new(Day0.AddDays(20));

    [Fact]
    public async Task Who_finds_that_another_has_written_a_customer_reads_them_and_folds_again()
    {
        await using var silos = await SiloUnderTest.StartOnPostgresAsync(new(), _time, postgres);
        await silos.Engine.RecordAsync([Purchase("a")]);
        await ExecuteAsync(silos, "UPDATE segmentation.segment_states SET version = version + 1 WHERE customer = 'C1'");

        (await silos.Engine.RecordAsync([Purchase("b"), Purchase("a")])).Duplicates.ShouldBe(1);

        (await silos.Engine.FindCustomerAsync("C1"))!.Rfm!.Value.Frequency.ShouldBe(2);
        silos.Ledger.Shards.Find("C1")!.Events.ShouldBe(2);
    }

    [Fact]
    public async Task A_shard_that_was_not_told_is_told_when_the_customer_wakes()
    {
        await using var silos = await SiloUnderTest.StartOnPostgresAsync(new(), _time, postgres);
        await silos.Engine.RecordAsync([Purchase("a")]);
        var shard = silos.Services.GetRequiredService<ShardMap>().Of("C1");
        var version = silos.Ledger.Shards.Find("C1")!.Version;
        await shard.ForgetAsync("C1"); // as if the silo had died after the commit
        await silos.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
        await Eventually.TrueAsync(async () => await AwakeAsync(silos) == 0, "nobody is awake");

        (await silos.Engine.RecordAsync([Purchase("a")])).Duplicates.ShouldBe(1);

        (await shard.KnowsAsync("C1", version)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_cluster_keeps_to_where_its_first_silo_has_put_customers()
    {
        var options = new SiloOptions { Storage = StorageChoice.Cluster, Postgres = await postgres.CreateDatabaseAsync(), State = StateChoice.Postgres };
        SiloLedger.Open(options, new()).Dispose();
        SiloLedger.Open(options, new()).Dispose();

        var refusal = Should.Throw<StorageException>(() => SiloLedger.Open(options with { State = StateChoice.Redis }, new()));

        refusal.Message.ShouldContain("set State to postgres");
    }

    [Theory]
    [InlineData("Postgres", StateChoice.Postgres, false)]
    [InlineData("redis", StateChoice.Redis, true)]
    [InlineData("", StateChoice.Redis, true)]
    public void Several_silos_keep_customers_where_they_are_told(string state, object choice, bool usesRedis)
    {
        var options = Read(("Postgres", "Host=db"), ("State", state));

        (options.State, options.UsesRedis).ShouldBe(((StateChoice)choice, usesRedis));
        (options with { Projection = true }).UsesRedis.ShouldBeTrue();
    }

    [Fact]
    public void A_state_that_makes_no_sense_is_refused_with_a_sentence()
    {
        Should.Throw<SettingsException>(() => Read(("Postgres", "Host=db"), ("State", "disk"))).Message.ShouldContain("'redis' or 'postgres'");
        Should.Throw<SettingsException>(() => Read(("State", "postgres"))).Message.ShouldContain("for several silos");
    }

    private static SiloOptions Read(params (string Key, string Value)[] settings) => SiloSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(one => one.Key, one => (string?)one.Value)).Build());

    private static async Task ExecuteAsync(SiloUnderTest silos, string sql)
    {
        await using var connection = new NpgsqlConnection(silos.LedgerAddress + ";Pooling=false");
        (await connection.ExecuteAsync(sql)).ShouldBe(1);
    }

    private static async Task<int> AwakeAsync(SiloUnderTest silos) =>
        (await silos.Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics())
            .Count(one => one.GrainType.Contains("CustomerGrain", StringComparison.Ordinal));

    private static PurchaseEvent Purchase(string id) => new(id, PurchaseEventType.Purchase, "C1", id, Day0.AddDays(1), 20);
}
