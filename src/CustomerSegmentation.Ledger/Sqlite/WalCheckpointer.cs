using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CustomerSegmentation.Ledger.Sqlite;

/// <summary>
/// Moves what gathers in the write-ahead log into the file, beside the writer: pages go to random places there, and a
/// commit that had to write thousands of them would keep everybody waiting. What it has not reached when the log is
/// full, the writer moves itself, and begins the log anew.
/// </summary>
internal sealed class WalCheckpointer(string connectionString) : IDisposable
{
    private const int PageBatchSize = 1_000; // 4 MB

    private SqliteConnection? _connection;
    private Task _moving = Task.CompletedTask;
    private long _pagesMoved;

    /// <summary>Called by the writer after a commit.</summary>
    /// <param name="writer">Its connection, which counts the pages that it has written.</param>
    public void Committed(SqliteConnection writer)
    {
        if (raw.sqlite3_db_status(writer.Handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var written, out _, 0) == raw.SQLITE_OK
            && Math.Abs(written - _pagesMoved) >= PageBatchSize && _moving.IsCompleted)
        {
            _pagesMoved = written;
            _moving = Task.Run(Move);
        }
    }

    /// <summary>Waits for what is under way. The writer's connection must be open still: whoever closes last moves what is left.</summary>
    public void Dispose()
    {
        _moving.Wait();
        _connection?.Dispose();
    }

    private void Move()
    {
        try
        {
            _connection ??= Open();
            _ = raw.sqlite3_wal_checkpoint_v2(_connection.Handle, null, raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);
        }
        catch (SqliteException)
        {
            // The log keeps what could not be moved. If storage fails altogether, the writer meets it, and says so.
        }
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();

            // Full: the log is on disk before a page is overwritten, and the file before the log begins anew.
            using var settings = connection.CreateCommand();
            settings.CommandText = "PRAGMA synchronous = FULL";
            settings.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
