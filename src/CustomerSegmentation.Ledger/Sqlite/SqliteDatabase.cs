using CustomerSegmentation.Engine;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CustomerSegmentation.Ledger.Sqlite;

/// <summary>The ledger of a cluster of one, for development: the embedded engine's file with a table of standings.</summary>
public sealed class SqliteDatabase : LedgerDatabase
{
    private readonly EngineFile _file;

    private SqliteDatabase(EngineFile file, SqliteSource source)
        : base(source) => _file = file;

    /// <summary>Opens the file in a folder, or makes a new one. One process at a time.</summary>
    /// <exception cref="StorageException">The folder is in use, unreadable, or holds a file that is damaged or not ours.</exception>
    public static SqliteDatabase Open(string folder)
    {
        var file = EngineFile.Open(folder);
        try
        {
            file.Upgrade();
            using (var connection = new SqliteConnection(file.Writing))
            {
                if (connection.QuerySingle<bool>("SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'standings')"))
                {
                    connection.Execute(SqliteSchema.RenameStandings);
                }

                connection.Execute(SqliteSchema.CreateSegmentStates);
            }

            return new(file, new SqliteSource(file.Reading, withSegmentStates: true));
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

    /// <inheritdoc/>
    public override LedgerWriter OpenWriter() => SqliteWriter.Open(_file.Writing, withSegmentStates: true);

    /// <inheritdoc/>
    public override Task<ReaderLease> LeaseAsync(string reader, CancellationToken cancellation) => Task.FromResult(ReaderLease.Always);

    /// <inheritdoc/>
    public override bool IsAway(Exception e) => e is IOException
        || (e is SqliteException failure && failure.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_FULL
            or raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_NOMEM);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _file.Dispose();
}
