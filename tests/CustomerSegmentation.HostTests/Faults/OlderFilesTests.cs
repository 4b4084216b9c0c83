using CustomerSegmentation.Customers;
using CustomerSegmentation.Embedded;
using CustomerSegmentation.EngineContract;
using CustomerSegmentation.Models;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>A file from before models had lineage, profile and gates is read, and refits go on from it.</summary>
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
    public async Task A_file_from_before_hysteresis_opens_without_and_everyone_is_assessed_anew_with_it()
    {
        using var folder = new DataFolder();
        var time = new ManualTime(new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));
        await using (var engine = Open(folder, time))
        {
            await engine.RecordAsync([new("e", PurchaseEventType.Purchase, "C", "o", time.GetUtcNow(), 60)]);
        }

        Run(folder, "DELETE FROM meta WHERE key = 'hysteresis';").ShouldBe(1);
        time.Move(TimeSpan.FromDays(1));
        await using (var engine = Open(folder, time))
        {
            (await engine.ModelsAsync())[0].PublishedAt.ShouldBeNull("nothing has changed");
        }

        await using var held = Open(folder, time, new(0, TimeSpan.FromDays(7)));
        (await held.ModelsAsync())[0].PublishedAt.ShouldBe(time.GetUtcNow());
        (await held.FindCustomerAsync("C"))!.Segment!.Since.ShouldBe(time.GetUtcNow().AddDays(-1), "nobody moves by that alone");
    }

    private static EmbeddedEngine Open(DataFolder folder, TimeProvider time, Hysteresis? hysteresis = null) =>
        EmbeddedEngine.Start(new() { MinimumCustomersToFit = 50, Hysteresis = hysteresis }, new() { Data = folder.Path, Lanes = 2 }, time, NullLogger.Instance);

    private static void Forget(DataFolder folder) => Run(folder, """
        UPDATE models SET document = json_remove(document, '$.lineage', '$.profile', '$.drift', '$.gates');
        DELETE FROM meta WHERE key IN ('last_fit', 'refits');
        """).ShouldBeGreaterThan(1);

    /// <summary>How many rows changed.</summary>
    private static int Run(DataFolder folder, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={folder.File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }
}
