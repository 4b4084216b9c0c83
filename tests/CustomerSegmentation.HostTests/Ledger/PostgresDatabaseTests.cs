using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Postgres;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Ledger.Sqlite;
using CustomerSegmentation.Migrations;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CustomerSegmentation.HostTests.Ledger;

/// <summary>What is PostgreSQL's own: how the ledger comes to be in a database, and why it may not.</summary>
public sealed class PostgresDatabaseTests(SharedPostgres postgres)
{
    [Fact]
    public async Task Silos_that_start_at_once_on_an_empty_database_make_one_set_of_tables()
    {
        var address = await postgres.CreateDatabaseAsync();

        var databases = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => PostgresDatabase.Open(address))));

        databases.Select(database => database.Record.Id()).Distinct().Count().ShouldBe(1);
        using (var writer = databases[0].OpenWriter())
        {
            writer.Commit(_ => writer.SetMeta("key", "value"));
        }

        databases.ShouldAllBe(database => database.Reader.Meta("key") == "value");
        foreach (var database in databases)
        {
            database.Dispose();
        }

        using var later = PostgresDatabase.Open(address);
        later.Reader.Meta("key").ShouldBe("value");
    }

    [Fact]
    public async Task Both_databases_have_the_same_tables_and_columns()
    {
        var address = await postgres.CreateDatabaseAsync();
        PostgresDatabase.Open(address).Dispose();
        var folder = Directory.CreateTempSubdirectory("segmentation-").FullName;
        SqliteDatabase.Open(folder).Dispose();
        await using var server = new NpgsqlConnection(address);
        await using var file = new SqliteConnection($"Data Source={Path.Combine(folder, "segmentation.db")};Pooling=False");

        var here = server.Query<string>("""
            SELECT table_name || '.' || column_name FROM information_schema.columns
            JOIN information_schema.tables USING (table_schema, table_name)
            WHERE table_schema = 'segmentation' AND table_type = 'BASE TABLE'
            """);
        var there = file.Query<string>("""
            SELECT t.name || '.' || c.name FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'
            """);

        // Customers are kept in a form of each: in rows with their state, with lanes in pages and a journal, on a server where they stand.
        // A file has their migrations as a chain; SQLite itself keeps the end of the record.
        string[] customers = ["customers.", "pages.", "journal.", "segment_states."];
        here.Except(["record_end.position"]).Where(IsShared).Order(StringComparer.Ordinal).ShouldBe(
            there.Except(["migrations.previous"]).Where(IsShared).Order(StringComparer.Ordinal));
        Directory.Delete(folder, recursive: true);

        bool IsShared(string column) => !customers.Any(table => column.StartsWith(table, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_silo_of_the_last_version_goes_on_writing_under_the_old_names()
    {
        var address = await postgres.CreateDatabaseAsync();
        using var database = PostgresDatabase.Open(address);

        // What the last version sends.
        await RunAsync(address, """
            INSERT INTO segmentation.acquaintances (customer, since, recorded_at) VALUES ('A', 1, 2) ON CONFLICT DO NOTHING;
            INSERT INTO segmentation.standings (customer, shard, version, since, cause, sequence, publication, due, frequency,
                monetary, newest, oldest, first_purchase, events)
            SELECT 'B', 3, version, 0, 0, 0, 0, 0, 1, 10, 0, 0, 0, 1 FROM (VALUES (7)) AS sent (version)
            ON CONFLICT (customer) DO UPDATE SET version = excluded.version WHERE excluded.version > standings.version;
            """);

        database.Shards.Rows(3).ShouldHaveSingleItem().Version.ShouldBe(7);
        var all = new MatrixReport(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));
        database.Reader.Report(all, TestContext.Current.CancellationToken).Customers.ShouldBe(1);
        await RunAsync(address, "DELETE FROM segmentation.standings WHERE customer = 'B'");
        database.Shards.Find("B").ShouldBeNull();
    }

    [Fact]
    public async Task What_a_silo_of_the_last_version_writes_leaves_the_state_alone()
    {
        var address = await postgres.CreateDatabaseAsync();
        using var database = PostgresDatabase.Open(address, withState: true);
        using var writer = database.OpenWriter();
        var row = new SegmentStateRow("A", 3, 1, null, 0, default, 0, 0, 0, 1, 10, 0, 0, 0, 1);
        writer.Commit(_ => writer.Save(new CustomerChange(row, new byte[] { 1, 2, 3 }, [], FirstContact: null, new())));

        await RunAsync(address, "UPDATE segmentation.standings SET version = 9 WHERE customer = 'A'");

        using var states = database.OpenStates();
        var found = states.Read(["A"])[0].Customer.ShouldNotBeNull();
        found.Location.Version.ShouldBe(9);
        found.State!.Value.ToArray().ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task A_cluster_of_the_last_version_has_its_customers_in_Redis_and_a_new_database_says_nothing_yet()
    {
        var address = await postgres.CreateDatabaseAsync();
        using (var database = PostgresDatabase.Open(address))
        {
            database.Reader.Meta(Markers.StateStorage).ShouldBeNull();
            using var writer = database.OpenWriter();
            writer.Commit(_ => writer.Save(new SegmentStateRow("A", 3, 1, null, 0, default, 0, 0, 0, 1, 10, 0, 0, 0, 1)));
            Should.Throw<NotSupportedException>(database.OpenStates);
        }

        // As that version had left it.
        await RunAsync(address, """
            DROP FUNCTION segmentation.expect_states;
            ALTER TABLE segmentation.segment_states DROP COLUMN state;
            UPDATE segmentation.meta SET value = '2' WHERE key = 'schema';
            DELETE FROM segmentation.meta WHERE key = 'schema_step';
            """);

        using var upgraded = PostgresDatabase.Open(address);
        upgraded.Reader.Meta(Markers.StateStorage).ShouldBe("redis");
    }

    [Fact]
    public async Task Tables_of_a_newer_version_are_refused_and_left_alone()
    {
        var address = await postgres.CreateDatabaseAsync();
        PostgresDatabase.Open(address).Dispose();
        await RunAsync(address, "UPDATE segmentation.meta SET value = '99' WHERE key = 'schema'");

        var refusal = Should.Throw<StorageException>(() => PostgresDatabase.Open(address));

        refusal.Fault.ShouldBe(StorageFault.Unsuitable);
        refusal.Message.ShouldContain("schema 99");
        await using var connection = new NpgsqlConnection(address);
        connection.QuerySingle<string>("SELECT value FROM segmentation.meta WHERE key = 'schema'").ShouldBe("99");
    }

    [Fact]
    public async Task A_database_that_cannot_hold_every_name_is_refused()
    {
        var address = await postgres.CreateDatabaseAsync("LATIN1");

        var refusal = Should.Throw<StorageException>(() => PostgresDatabase.Open(address));

        refusal.Fault.ShouldBe(StorageFault.Unsuitable);
        refusal.Message.ShouldContain("LATIN1");
    }

    [Fact]
    public async Task A_user_who_may_not_make_a_schema_uses_the_one_that_was_made_for_them()
    {
        var address = await postgres.CreateDatabaseAsync();
        var name = new NpgsqlConnectionStringBuilder(address).Database;
        await RunAsync(address, $"CREATE ROLE user_{name} LOGIN");
        var limited = new NpgsqlConnectionStringBuilder(address) { Username = $"user_{name}" }.ToString();
        Should.Throw<StorageException>(() => PostgresDatabase.Open(limited)).Message.ShouldContain("permission denied");

        await RunAsync(address, $"CREATE SCHEMA segmentation AUTHORIZATION user_{name}");

        using var database = PostgresDatabase.Open(limited);
        database.Record.End().ShouldBe(0);
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port={port};Username=u;Password=opensesame;Database=d;Timeout=2", StorageFault.Unavailable)]
    [InlineData("Host=127.0.0.1;Port={port};Username=u;Pasword=opensesame", StorageFault.Unsuitable)]
    [InlineData("postgres://u:opensesame@127.0.0.1/d", StorageFault.Unsuitable)]
    [InlineData("Port=opensesame", StorageFault.Unsuitable)]
    public void A_database_that_cannot_be_reached_is_said_to_be_so_without_the_password(string address, StorageFault fault)
    {
        var refusal = Should.Throw<StorageException>(
            () => PostgresDatabase.Open(address.Replace("{port}", $"{LoopbackPort.Free(1)[0]}", StringComparison.Ordinal)));

        refusal.Fault.ShouldBe(fault);
        refusal.ToString().ShouldNotContain("opensesame");
    }

    [Fact]
    public async Task Nothing_is_written_outside_of_a_commit()
    {
        using var database = PostgresDatabase.Open(await postgres.CreateDatabaseAsync());
        using var writer = database.OpenWriter();

        Should.Throw<InvalidOperationException>(() => writer.SetMeta("key", "value"));
        Should.Throw<InvalidOperationException>(() => writer.AddFirstContact("A", default, default));
    }

    [Fact]
    public async Task Errors_that_would_come_again_are_not_taken_for_an_absence()
    {
        using var database = PostgresDatabase.Open(await postgres.CreateDatabaseAsync());
        using var writer = database.OpenWriter();

        var error = Should.Throw<PostgresException>(() => writer.Commit(_ => writer.SetMeta("key", "a\0b")));

        database.IsAway(error).ShouldBeFalse();
        database.IsAway(new InvalidOperationException()).ShouldBeFalse();
        writer.Commit(_ => writer.SetMeta("key", "value"));
        database.Reader.Meta("key").ShouldBe("value");
    }

    private static async Task RunAsync(string address, string sql)
    {
        await using var connection = new NpgsqlConnection(address + ";Pooling=false");
        await connection.ExecuteAsync(sql);
    }
}
