using CustomerSegmentation.Ledger;
using Npgsql;

[assembly: AssemblyFixture(typeof(CustomerSegmentation.SharedPostgres))]

namespace CustomerSegmentation.HostTests.Ledger;

public sealed class SqliteLedgerTests : LedgerContract
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("segmentation-");

    protected override Task<LedgerDatabase> OpenAsync() => Task.FromResult<LedgerDatabase>(SqliteDatabase.Open(_folder.FullName));

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
        PostgresDatabase.Open(_address = await postgres.CreateDatabaseAsync());

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
