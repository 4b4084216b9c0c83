using CustomerSegmentation.Ledger;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.HostTests.Ledger;

/// <summary>What a ledger promises, in whichever database it is.</summary>
public abstract partial class LedgerContract : IAsyncLifetime
{
    protected static readonly DateTimeOffset Day0 = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private LedgerDatabase? _database;
    private LedgerWriter? _writer;

    private LedgerDatabase Database => _database ?? throw new InvalidOperationException("Not open.");

    private LedgerWriter Writer => _writer ??= Database.OpenWriter();

    public async ValueTask InitializeAsync() => _database = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _writer?.Dispose();
        _database?.Dispose();
        await CloseAsync();
    }

    /// <summary>An empty ledger.</summary>
    protected abstract Task<LedgerDatabase> OpenAsync();

    /// <summary>Removes what is left of it.</summary>
    protected abstract ValueTask CloseAsync();

    private static DateTimeOffset Day(double day) => Day0.AddDays(day);

    private static Migration Moved(
        string customer,
        int sequence,
        string? from,
        string? to,
        double day,
        MigrationCause cause = MigrationCause.Purchase,
        double? recorded = null,
        decimal? monetary = 10) =>
        new(customer, sequence, from, to, cause, 1, Day(day), Day(recorded ?? day), $"e-{customer}-{sequence}", monetary);

    private void Record(params Migration[] migrations) => Writer.Commit(writer =>
    {
        foreach (var migration in migrations)
        {
            writer.Append(migration);
        }
    });
}
