using CustomerSegmentation.Customers;
using CustomerSegmentation.Embedded;
using CustomerSegmentation.EngineContract;
using CustomerSegmentation.Models;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>Files of older versions are read, brought up to date, and gone on with.</summary>
public sealed class OlderFilesTests
{
    [Fact]
    public async Task A_model_without_lineage_profile_and_gates_is_read_and_continued()
    {
        using var folder = new DataFolder();
        var time = new ManualTime(new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));
        await using (var engine = Open(folder, time))
        {
            await engine.RecordAsync([.. Enumerable.Range(0, 90).Select(i => new PurchaseEvent(
                $"e{i}", PurchaseEventType.Purchase, $"C{i}", $"o{i}", time.GetUtcNow().AddDays(-1 - (i % 3 * 100)), 10 + (i % 3 * 1_000) + (i % 7)))]);
            await engine.FitAsync(new(K: 3, Publish: true));
        }

        Forget(folder);
        await using var later = Open(folder, time);

        var old = (await later.ModelsAsync())[0];
        (old.Status, old.Lineage, old.Profile, old.Gates.Count).ShouldBe((ModelStatus.Published, null, null, 0));
        var next = await later.FitAsync(new(K: 3));
        next.Model.Model.Segments.ShouldBe(old.Model.Segments);
        next.Model.Drift.ShouldBeNull();
        next.Model.PassesGates.ShouldBeTrue();
    }

    [Fact]
    public async Task A_file_without_bookmarks_gets_them_and_keeps_what_it_has()
    {
        using var folder = new DataFolder();
        var time = new ManualTime(new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));
        await using (var engine = Open(folder, time))
        {
            await engine.RecordAsync([new("e", PurchaseEventType.Purchase, "C", "o", time.GetUtcNow().AddDays(-1), 10)]);
        }

        Run(folder, "DROP TABLE bookmarks; DROP TABLE subscriptions; DROP TABLE deliveries; DELETE FROM meta WHERE key = 'record'; PRAGMA user_version = 1;");
        string name;
        await using (var engine = Open(folder, time))
        {
            (await engine.FindCustomerAsync("C"))!.Rfm!.Value.Frequency.ShouldBe(1);
            name = engine.Record.Id;
            name.Length.ShouldBe(16);
            (await engine.Record.BookmarkAsync("reader")).ShouldBeNull();
            await engine.Record.KeepBookmarkAsync("reader", engine.Record.End);
        }

        await using var again = Open(folder, time);
        again.Record.Id.ShouldBe(name);
        (await again.Record.BookmarkAsync("reader")).ShouldBe(1);
    }

    private static EmbeddedEngine Open(DataFolder folder, TimeProvider time) =>
        EmbeddedEngine.Start(new() { MinimumCustomersToFit = 50 }, new() { Data = folder.Path, Lanes = 2 }, time, NullLogger.Instance);

    private static void Forget(DataFolder folder) => Run(folder, """
        UPDATE models SET document = json_remove(document, '$.lineage', '$.profile', '$.drift', '$.gates');
        DELETE FROM meta WHERE key IN ('last_fit', 'refits');
        """).ShouldBeGreaterThan(1);

    private static int Run(DataFolder folder, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={folder.File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }
}
