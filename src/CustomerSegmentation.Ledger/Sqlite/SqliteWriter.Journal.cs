namespace CustomerSegmentation.Ledger.Sqlite;

/// <content>What customers were told since their pages were written.</content>
public sealed partial class SqliteWriter
{
    /// <summary>Appends what customers were told. Returns its place.</summary>
    public long AppendJournal(ReadOnlySpan<byte> payload)
    {
        _journal.Bind(1, ChecksummedBlob.Seal(payload, ref _sealed));
        _journal.Execute();
        return SQLitePCL.raw.sqlite3_last_insert_rowid(_connection.Handle);
    }

    /// <summary>
    /// Forgets the beginning of the journal, which pages hold. What is deleted is overwritten as well, so a long journal takes
    /// seconds if it is deleted at once.
    /// </summary>
    /// <param name="through">The last place that pages hold.</param>
    /// <param name="most">After how many bytes to leave the remainder to another call.</param>
    /// <returns>How many bytes it was; 0 once nothing is left up to that place.</returns>
    public long DeleteJournal(long through, long most = long.MaxValue)
    {
        var (last, bytes) = (0L, 0L);
        using (var command = _connection.CreateCommand())
        {
            command.CommandText = "SELECT seq, LENGTH(payload) FROM journal WHERE seq <= $1 ORDER BY seq";
            command.Parameters.AddWithValue("$1", through);
            using var row = command.ExecuteReader();
            while (bytes < most && row.Read())
            {
                (last, bytes) = (row.GetInt64(0), bytes + row.GetInt64(1));
            }
        }

        Run("DELETE FROM journal WHERE seq <= $1", last);
        return bytes;
    }
}
