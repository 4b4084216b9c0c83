using System.Text.Json;
using CustomerSegmentation.Client;
using CustomerSegmentation.EngineContract;

namespace CustomerSegmentation.SiloTests.Clients;

/// <summary>Whichever way a program asks, it reads the same, to the last digit.</summary>
public sealed class SameAnswersTests
{
    private static readonly DateTimeOffset Now = new(2026, 4, 11, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Both_ways_give_the_same_answers()
    {
        await using var hosts = await ClientHosts.StartAsync(new ManualTime(Now));
        var (cluster, http) = (hosts.OverCluster, hosts.OverHttp);
        await cluster.RecordAsync(Shop());
        await BothAsync(client => client.CurrentModelAsync());
        await BothAsync(client => client.SegmentsAsync());
        await hosts.Engine.FitAsync(new(K: 3, Seed: 1, Publish: true));

        (await BothAsync(client => client.CurrentModelAsync())).Version.ShouldBe(1);
        (await BothAsync(client => client.SegmentsAsync())).Segments.Count.ShouldBe(3);
        var migrations = await BothAsync(async client => await client.MigrationsAsync(new() { PageSize = 70 }).ToListAsync());
        migrations.Select(migration => migration.Cause).Distinct().ShouldBe(
            [MigrationCause.Refit, MigrationCause.Refund, MigrationCause.Purchase, MigrationCause.Correction], ignoreOrder: true);
        foreach (var i in Enumerable.Range(0, 12))
        {
            (await BothAsync(client => client.FindCustomerAsync($"C-{i}"))).ShouldNotBeNull().Alternatives.Count.ShouldBe(i == 3 ? 0 : 2);
            await BothAsync(async client => await client.HistoryAsync($"C-{i}").ToListAsync());
        }

        var refused = await BothAsync(client => client.RecordAsync(
        [
            Bought(1, 0, 10) with { Amount = -1 },
            Bought(1, 0, 10) with { Currency = "XXQ" },
            Bought(1, 0, 10) with { Currency = "GBP" },
            Bought(1, 0, 10) with { OccurredAt = Now.AddHours(1) },
            Bought(1, 0, 10) with { OrderId = "" },
            Bought(1, 0, 10) with { CustomerId = new('x', 201) },
            Bought(1, 0, 77),
        ]));
        refused.Refused.Select(e => e.Code).ShouldBe(
        [
            "invalid_amount", "invalid_currency", "unknown_currency", "future_time", "invalid_id", "invalid_id", "conflict",
        ]);

        async Task<T> BothAsync<T>(Func<ISegmentationClient, Task<T>> ask)
        {
            var (one, other) = (await ask(cluster), await ask(http));
            JsonSerializer.Serialize(other).ShouldBe(JsonSerializer.Serialize(one));
            return one;
        }
    }

    private static IEnumerable<PurchaseEvent> Shop()
    {
        for (var i = 0; i < 90; i++)
        {
            for (var order = 0; order < 1 + (i % 3 * 4); order++)
            {
                yield return Bought(i, order, 15.5m + (i % 3 * 100) + i);
            }
        }

        // All there was of one comes back: lapsed.
        yield return Bought(3, 0, 15.5m + 3) with { EventId = "refund", Type = PurchaseType.Refund, OccurredAt = Now.AddDays(-1) };
    }

    private static PurchaseEvent Bought(int customer, int order, decimal amount) => new(
        $"E-{customer}-{order}", $"C-{customer}", $"O-{customer}-{order}", Now.AddDays(-2 - (customer % 3 * 20) - (order * 3)).AddMinutes(-customer), amount);
}
