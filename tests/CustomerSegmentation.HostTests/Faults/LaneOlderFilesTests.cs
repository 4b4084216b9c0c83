using System.IO.Compression;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Embedded;
using CustomerSegmentation.Engine;
using CustomerSegmentation.EngineContract;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>Files that earlier versions wrote are read, and work goes on in them.</summary>
public sealed class LaneOlderFilesTests
{
    /// <summary>The index of migrations by customer instead of the chain. The pages stay as they are today, chained.</summary>
    private const string WithoutChain = """
        ALTER TABLE first_contacts RENAME TO acquaintances;
        ALTER TABLE migrations DROP COLUMN previous;
        CREATE INDEX migrations_by_customer ON migrations (customer, effective_at);
        """;

    private const string WithoutFiguresBefore = WithoutChain + " ALTER TABLE migrations DROP COLUMN rfm_before; ";

    private const string WithoutOutbound = WithoutFiguresBefore
        + "DROP TABLE bookmarks; DROP TABLE subscriptions; DROP TABLE deliveries; DELETE FROM meta WHERE key = 'record'; ";

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

    [Fact]
    public async Task A_file_without_what_customers_were_worth_gets_the_tables_of_today()
    {
        using var folder = new DataFolder();
        var time = new ManualTime(new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));
        await using (var engine = Open(folder, time))
        {
            await engine.RecordAsync([Bought("A", time.GetUtcNow().AddDays(-3))]);
        }

        Run(folder, WithoutOutbound + "ALTER TABLE migrations DROP COLUMN monetary; DROP TABLE acquaintances; PRAGMA user_version = 1;");
        var old = await File.ReadAllBytesAsync(folder.File);
        Should.Throw<StorageException>(() => EmbeddedEngine.Start(
            new() { Currency = "USD" }, new() { Data = folder.Path, Lanes = 2 }, time, NullLogger.Instance));
        (await File.ReadAllBytesAsync(folder.File)).ShouldBe(old, "a start that is refused changes nothing");

        await using (var engine = Open(folder, time))
        {
            (await engine.MigrationsAsync(new("A"))).Items.ShouldHaveSingleItem().Monetary.ShouldBeNull();
            await engine.RecordAsync([Bought("B", time.GetUtcNow()), Bought("C", time.GetUtcNow()) with { Amount = 0 }]);
        }

        await using var later = Open(folder, time);
        (await later.MigrationsAsync(new("B"))).Items.ShouldHaveSingleItem().Monetary.ShouldBe(60);
        var matrix = await later.ReportAsync(new MatrixReport(time.GetUtcNow().AddDays(-1), time.GetUtcNow()));
        matrix.Customers.ShouldBe(3);
        matrix.Cells.Sum(cell => cell.Revenue).ShouldBe(60);
    }

    [Fact]
    public async Task A_file_without_bookmarks_gets_them_and_keeps_what_it_has()
    {
        using var folder = new DataFolder();
        var time = new ManualTime(new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));
        await using (var engine = Open(folder, time))
        {
            await engine.RecordAsync([Bought("C", time.GetUtcNow().AddDays(-1))]);
        }

        Run(folder, WithoutOutbound + "PRAGMA user_version = 2;");
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

    [Fact]
    public async Task A_file_without_the_figures_before_a_refund_keeps_them_from_now_on()
    {
        using var folder = new DataFolder();
        var time = new ManualTime(new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));
        var sold = Bought("C", time.GetUtcNow().AddDays(-4)) with { Amount = 3_000 };
        await using (var engine = Open(folder, time))
        {
            await engine.RecordAsync([sold, Back("r1", 2_900, daysAgo: 2)]);
        }

        Run(folder, WithoutFiguresBefore + "PRAGMA user_version = 3;");
        await using (var engine = Open(folder, time))
        {
            (await engine.ExplainAsync("C", 2))!.By.ShouldBe(MigrationDriver.Event);
            await engine.RecordAsync([Back("r2", 60, daysAgo: 1)]);
        }

        await using var later = Open(folder, time);
        var why = (await later.ExplainAsync("C", 3))!;
        (why.By, why.Before, why.After).ShouldBe((MigrationDriver.Features, new Rfm(3, 1, 100), new Rfm(3, 1, 40)));
        why.Shares.ShouldBe([0, 0, 1]);

        PurchaseEvent Back(string id, decimal amount, int daysAgo) =>
            sold with { EventId = id, Type = PurchaseEventType.Refund, OccurredAt = time.GetUtcNow().AddDays(-daysAgo), Amount = amount };
    }

    [Fact]
    public async Task A_file_with_an_index_by_customer_is_chained_and_keeps_every_history()
    {
        // Written by version 4 over HTTP, under the event clock with two lanes: 40 customers, 210 purchases and refunds, one erased.
        using var folder = new DataFolder();
        Unpack("schema-4.db.gz", folder.File);
        var told = RecordedHistories.Of(folder.File);
        told.Values.Sum(history => history.Count).ShouldBe(206);
        told.Count.ShouldBe(39);
        var time = new ManualTime(new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
        await using (var engine = Open(folder, time, clock: EngineClock.Event))
        {
            await RecordedHistories.ShouldBeFoundAsync(engine, told);
            await engine.RecordAsync([Bought("C-01", time.GetUtcNow()), Bought("C-77", time.GetUtcNow())]);
            (await engine.EraseCustomerAsync("C-02")).ShouldBeTrue();
        }

        var now = RecordedHistories.Of(folder.File);
        now.ShouldNotContainKey("C-02");
        now["C-01"].Count.ShouldBeGreaterThan(told["C-01"].Count);
        now["C-77"].Count.ShouldBe(1);
        await using var later = Open(folder, time, clock: EngineClock.Event, lanes: 3);
        await RecordedHistories.ShouldBeFoundAsync(later, now);
    }

    [Fact]
    public async Task A_file_with_the_old_names_of_tables_keeps_every_history_and_first_contact()
    {
        // Written by version 5 over HTTP, under the event clock with two lanes: 40 customers and three who only gave something
        // back, 213 events, two customers erased.
        using var folder = new DataFolder();
        Unpack("schema-5.db.gz", folder.File);
        var told = RecordedHistories.Of(folder.File);
        (told.Count, told.Values.Sum(history => history.Count)).ShouldBe((38, 310));
        var time = new ManualTime(new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
        await using (var engine = Open(folder, time, clock: EngineClock.Event))
        {
            await RecordedHistories.ShouldBeFoundAsync(engine, told);
            var matrix = await engine.ReportAsync(new MatrixReport(engine.Now.AddDays(-1), engine.Now));
            matrix.Customers.ShouldBe(40, "38 with a history, 2 first contacts");
            await engine.RecordAsync([Bought("R-1", time.GetUtcNow()), Bought("C-77", time.GetUtcNow()) with { Amount = 0 }]);
            (await engine.EraseCustomerAsync("R-2")).ShouldBeTrue();
        }

        var now = RecordedHistories.Of(folder.File);
        now["R-1"].Count.ShouldBe(1);
        await using var later = Open(folder, time, clock: EngineClock.Event, lanes: 3);
        await RecordedHistories.ShouldBeFoundAsync(later, now);
        (await later.ReportAsync(new MatrixReport(later.Now.AddDays(-1), later.Now))).Customers
            .ShouldBe(40, "39 with a history, 1 first contact");
    }

    private static void Unpack(string name, string path)
    {
        using var packed = typeof(LaneOlderFilesTests).Assembly.GetManifestResourceStream(name)!;
        using var bytes = new GZipStream(packed, CompressionMode.Decompress);
        using var file = File.Create(path);
        bytes.CopyTo(file);
    }

    private static PurchaseEvent Bought(string customer, DateTimeOffset at) =>
        new($"e{customer}", PurchaseEventType.Purchase, customer, $"o{customer}", at, 60);

    private static EmbeddedEngine Open(
        DataFolder folder, TimeProvider time, Hysteresis? hysteresis = null, EngineClock clock = EngineClock.Wall, int lanes = 2) =>
        EmbeddedEngine.Start(
            new() { MinimumCustomersToFit = 50, Hysteresis = hysteresis, Clock = clock },
            new() { Data = folder.Path, Lanes = lanes },
            time,
            NullLogger.Instance);

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
