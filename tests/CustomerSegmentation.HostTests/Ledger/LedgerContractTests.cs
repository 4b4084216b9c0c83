using CustomerSegmentation.Ledger;

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
    protected override async Task<LedgerDatabase> OpenAsync() => PostgresDatabase.Open(await postgres.CreateDatabaseAsync());

    protected override ValueTask CloseAsync() => ValueTask.CompletedTask;
}
