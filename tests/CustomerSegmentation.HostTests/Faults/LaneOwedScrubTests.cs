using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Embedded;
using CustomerSegmentation.EngineContract;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Sqlite;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>What is erased leaves the file, also when somebody reads for long or the process ends in between.</summary>
public sealed class LaneOwedScrubTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_scrub_that_the_last_process_did_not_end_is_done_at_the_next_start()
    {
        using var folder = new DataFolder();
        await using (var engine = Open(folder))
        {
            await engine.RecordAsync([Bought("C")]);
        }

        Execute(folder, $"INSERT INTO meta (key, value) VALUES ('{Erasure.Owed}', 'killed before its end')");
        await using var later = Open(folder);

        await Eventually.TrueAsync(() => Owed(folder) == 0, "the scrub done");
    }

    [Fact]
    public async Task While_somebody_reads_events_are_recorded_and_the_erasure_waits()
    {
        using var folder = new DataFolder();
        await using var engine = Open(folder);
        await engine.RecordAsync([Bought("Erased"), Bought("Kept")]);
        Task<bool> erasing;
        using (var connection = new SqliteConnection($"Data Source={folder.File};Mode=ReadOnly;Pooling=False"))
        {
            connection.Open();
            using var transaction = connection.BeginTransaction(deferred: true);
            connection.ExecuteScalar<long>("SELECT COUNT(*) FROM migrations", transaction: transaction).ShouldBe(2);

            erasing = engine.EraseCustomerAsync("Erased");
            await Eventually.TrueAsync(async () => await engine.FindCustomerAsync("Erased") is null, "gone for readers");
            (await engine.RecordAsync([Bought("New")])).Recorded.ShouldBe(1);
            erasing.IsCompleted.ShouldBeFalse();
            Owed(folder).ShouldBe(1);
        }

        (await erasing).ShouldBeTrue();
        Owed(folder).ShouldBe(0);
        new FileInfo(folder.File + "-wal").Length.ShouldBeLessThan(40_000, "the log began anew; what marks the end of the scrub is in it");
    }

    private static EmbeddedEngine Open(DataFolder folder) =>
        EmbeddedEngine.Start(new(), new() { Data = folder.Path, Lanes = 2 }, new ManualTime(Now), NullLogger.Instance);

    private static PurchaseEvent Bought(string customer) =>
        new($"e{customer}", PurchaseEventType.Purchase, customer, $"o{customer}", Now.AddDays(-1), 60);

    private static long Owed(DataFolder folder)
    {
        using var connection = new SqliteConnection($"Data Source={folder.File};Mode=ReadOnly;Pooling=False");
        return connection.ExecuteScalar<long>($"SELECT COUNT(*) FROM meta WHERE key = '{Erasure.Owed}'");
    }

    private static void Execute(DataFolder folder, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={folder.File};Pooling=False");
        connection.Execute(sql);
    }
}
