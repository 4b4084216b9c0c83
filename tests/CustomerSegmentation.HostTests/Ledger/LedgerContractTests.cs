using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Postgres;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Ledger.Sqlite;
using CustomerSegmentation.Migrations;
using Microsoft.Data.Sqlite;
using Npgsql;

[assembly: AssemblyFixture(typeof(CustomerSegmentation.SharedPostgres))]

namespace CustomerSegmentation.HostTests.Ledger;

public sealed class SqliteLedgerTests : LedgerContract
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("segmentation-");

    [Theory]
    [InlineData(5, true)] // busy
    [InlineData(13, true)] // full
    [InlineData(10, true)] // input and output
    [InlineData(11, false)] // corrupt
    [InlineData(1, false)] // a wrong statement
    public void Only_what_may_pass_is_an_absence(int code, bool isAway)
    {
        using var database = SqliteDatabase.Open(_folder.CreateSubdirectory("another").FullName);
        database.IsAway(new SqliteException("", code)).ShouldBe(isAway);
        database.IsAway(new InvalidOperationException()).ShouldBeFalse();
    }

    [Fact]
    public void A_file_of_the_engine_with_lanes_does_not_get_customers_in_rows()
    {
        using var file = EngineFile.Open(_folder.CreateSubdirectory("embedded").FullName);
        Should.Throw<InvalidOperationException>(() => file.Writer.Commit(writer => writer.Save(
            new SegmentStateRow("A", 0, 1, null, 0, default, 0, 0, 0, 0, 0, 0, 0, 0, 0))));
        file.Writer.Commit(writer => writer.Erase("A", "mark"));
        file.Reader.Meta(Erasure.Owed).ShouldBe("mark");
    }

    protected override Task<LedgerDatabase> OpenAsync() => Task.FromResult<LedgerDatabase>(SqliteDatabase.Open(_folder.FullName));

    protected override async Task DamageAsync(string customer)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.FullName, "segmentation.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE customers SET state = zeroblob(20) WHERE customer = $customer";
        command.Parameters.AddWithValue("$customer", customer);
        (await command.ExecuteNonQueryAsync()).ShouldBe(1);
    }

    protected override ValueTask CloseAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}

public sealed class PostgresLedgerTests(SharedPostgres postgres) : LedgerContract
{
    private string _address = "";

    protected override async Task<LedgerDatabase> OpenAsync() =>
        PostgresDatabase.Open((_address = await postgres.CreateDatabaseAsync()) + ";Maximum Pool Size=10", withState: true);

    protected override async Task DamageAsync(string customer)
    {
        await using var connection = new NpgsqlConnection(_address + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "UPDATE segmentation.segment_states SET state = decode(repeat('00', 20), 'hex') WHERE customer = $1", connection)
        {
            Parameters = { new() { Value = customer } },
        };
        (await command.ExecuteNonQueryAsync()).ShouldBe(1);
    }

    /// <summary>From here on the table has room in its middle, and new rows go there.</summary>
    protected override async Task FreeRemovedAsync()
    {
        await using var connection = new NpgsqlConnection(_address + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("VACUUM segmentation.migrations", connection);
        await command.ExecuteNonQueryAsync();
    }

    protected override ValueTask CloseAsync() => ValueTask.CompletedTask;
}
