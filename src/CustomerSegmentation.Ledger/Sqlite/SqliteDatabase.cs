using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Engine;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CustomerSegmentation.Ledger.Sqlite;

/// <summary>
/// The ledger of a silo alone, in one file: everything that is on record, and the state of its customers, in the same transactions.
/// </summary>
public sealed class SqliteDatabase : LedgerDatabase
{
    private readonly EngineFile _file;
    private readonly bool _durable;

    private SqliteDatabase(EngineFile file, SqliteSource source, bool durable)
        : base(source) => (_file, _durable) = (file, durable);

    /// <summary>Opens the file in a folder, or makes a new one. One process at a time.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="durable">Whether what is committed must survive a power cut; false for a silo that keeps nothing.</param>
    /// <param name="accept">Looks at the file before anything is written to it, and throws if it does not fit; null for any.</param>
    /// <exception cref="StorageException">
    /// The folder is in use, unreadable, or holds a file that is damaged, not ours, or of the engine with lanes.
    /// </exception>
    public static SqliteDatabase Open(string folder, bool durable = true, Action<EngineFile>? accept = null)
    {
        var file = EngineFile.Open(folder);
        try
        {
            file.Expect(FileOwner.Silo);
            accept?.Invoke(file);
            file.Claim(FileOwner.Silo);
            using (var connection = new SqliteConnection(file.Writing))
            {
                connection.Execute(CustomerTable.Create);
            }

            return new(file, new SqliteSource(file.Reading, withCustomers: true), durable);
        }
        catch (SqliteException e)
        {
            file.Dispose();
            throw EngineFile.Translate(file.Path, e);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The file.</summary>
    public string Path => _file.Path;

    /// <inheritdoc/>
    public override bool HasState => true;

    /// <inheritdoc/>
    public override LedgerWriter OpenWriter() => SqliteWriter.Open(_file.Writing, withCustomers: true, _durable);

    /// <inheritdoc/>
    public override CustomerStateReader OpenStates() => new SqliteStateReader(_file.Reading);

    /// <inheritdoc/>
    public override Task<ReaderLease> LeaseAsync(string reader, CancellationToken cancellation) => Task.FromResult(ReaderLease.Always);

    /// <inheritdoc/>
    public override bool IsAway(Exception e) => e is IOException
        || (e is SqliteException failure && failure.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_FULL
            or raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_NOMEM);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _file.Dispose();
}
