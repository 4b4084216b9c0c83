using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Engine;
using CustomerSegmentation.EngineContract;
using CustomerSegmentation.Silo.Customers;
using CustomerSegmentation.SiloTests.Contract;
using CustomerSegmentation.SiloTests.Servers;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;
using Orleans.Serialization;
using StackExchange.Redis;

namespace CustomerSegmentation.SiloTests.Cluster;

/// <summary>
/// A customer whose stored state is damaged: their events are refused with a reason, everybody else's are recorded, and they can be erased.
/// </summary>
public sealed class UnreadableCustomerTests(SharedRedis redis, SharedPostgres postgres)
{
    private const string Damaged = "damaged-one";
    private const int Events = 300; // more than a silo asks of a broker at a time

    private static readonly DateTimeOffset Day0 = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ManualTime _time = new(Day0.AddDays(20));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_a_file()
    {
        await using var silo = await FileSiloUnderTest.StartAsync(new(), _time);
        await StopsNobodyElseAsync(silo, [silo.Engine], async () =>
        {
            await using var connection = new SqliteConnection($"Data Source={Path.Combine(silo.Folder, "segmentation.db")};Pooling=False");
            await connection.OpenAsync(Cancellation);
            await using var command = connection.CreateCommand();
            command.CommandText = $"UPDATE customers SET state = zeroblob(20) WHERE customer = '{Damaged}'";
            (await command.ExecuteNonQueryAsync(Cancellation)).ShouldBe(1);
        });
    }

    [Fact]
    public async Task In_Redis()
    {
        await using var silos = await SiloUnderTest.StartAsync(new(), _time, redis, postgres);
        var address = await redis.AddressAsync();
        await StopsNobodyElseAsync(silos, [silos.EngineOf(0), silos.EngineOf(1)], async () =>
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(address);
            await connection.GetDatabase().HashSetAsync(KeyIn(silos), "data", new byte[20], When.Always);
        });
    }

    [Fact]
    public async Task In_Redis_within_a_whole_envelope()
    {
        await using var silos = await SiloUnderTest.StartAsync(new(), _time, redis, postgres);
        var address = await redis.AddressAsync();
        await StopsNobodyElseAsync(silos, [silos.EngineOf(0), silos.EngineOf(1)], async () =>
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(address);
            var key = KeyIn(silos);
            var serializer = silos.Services.GetRequiredService<Serializer>();
            var state = serializer.Deserialize<CustomerState>((byte[])(await connection.GetDatabase().HashGetAsync(key, "data"))!)!;
            state.Customer = state.Customer![..5];
            await connection.GetDatabase().HashSetAsync(key, "data", serializer.SerializeToArray(state), When.Always);
        });
    }

    [Fact]
    public async Task In_PostgreSQL()
    {
        await using var silos = await SiloUnderTest.StartOnPostgresAsync(new(), _time, postgres);
        await StopsNobodyElseAsync(silos, [silos.EngineOf(0), silos.EngineOf(1)], async () =>
        {
            await using var connection = new NpgsqlConnection(silos.LedgerAddress);
            await connection.OpenAsync(Cancellation);
            await using var command = new NpgsqlCommand($"UPDATE segmentation.segment_states SET state = '\\x00' WHERE customer = '{Damaged}'", connection);
            (await command.ExecuteNonQueryAsync(Cancellation)).ShouldBe(1);
        });
    }

    private static async Task StopsNobodyElseAsync(EngineUnderTest silos, ISegmentationEngine[] engines, Func<Task> damage)
    {
        await silos.Engine.RecordAsync([Bought(Damaged, 1)], Cancellation);
        await silos.RestartAsync();
        await damage();
        engines = [.. engines.Select((_, i) => silos is SiloUnderTest several ? several.EngineOf(i) : silos.Engine)];

        foreach (var engine in engines)
        {
            var lost = await Task.WhenAll(Enumerable.Range(2, Events).Select(i => engine.RecordAsync([Bought(Damaged, i)], Cancellation)));
            lost.ShouldAllBe(receipt => receipt.Refused.Single().Code == RefusalCodes.UnreadableCustomer);
            lost[0].Refused[0].Reason.ShouldContain(Damaged);
        }

        var mixed = await silos.Engine.RecordAsync([Bought("A", 1), Bought(Damaged, 2), Bought("B", 1)], Cancellation);
        mixed.Recorded.ShouldBe(2);
        mixed.Refused.ShouldHaveSingleItem().Index.ShouldBe(1);
        await silos.SweptAsync();
        (await Should.ThrowAsync<UnreadableCustomerException>(silos.Engine.FindCustomerAsync(Damaged, Cancellation))).Message.ShouldContain(Damaged);
        engines.SelectMany(engine => engine.Health.UnreadableCustomers).Select(customer => customer.CustomerId).ShouldBe([Damaged]);
        engines.ShouldAllBe(engine => engine.Health.Ready);

        (await silos.Engine.EraseCustomerAsync(Damaged, Cancellation)).ShouldBeTrue();

        (await silos.Engine.FindCustomerAsync(Damaged, Cancellation)).ShouldBeNull();
        engines.ShouldAllBe(engine => engine.Health.UnreadableCustomers.Count == 0);
        (await silos.Engine.RecordAsync([Bought(Damaged, 1)], Cancellation)).Recorded.ShouldBe(1);
        await silos.RestartAsync();
        (await silos.Engine.FindCustomerAsync(Damaged, Cancellation))!.Rfm!.Value.Frequency.ShouldBe(1);
        (await silos.Engine.SegmentsAsync(Cancellation)).Customers.ShouldBe(3);
    }

    private static RedisKey KeyIn(SiloUnderTest silos) =>
        $"{silos.Services.GetRequiredService<IOptions<ClusterOptions>>().Value.ServiceId}/state/customer/{Damaged}/customer";

    private static PurchaseEvent Bought(string customer, int minute) =>
        new($"{customer}{minute}", PurchaseEventType.Purchase, customer, $"{customer}{minute}", Day0.AddMinutes(minute), 60);
}
