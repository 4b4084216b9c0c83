using System.Diagnostics;
using Dapper;
using Microsoft.Data.Sqlite;

namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>A SQLite file with the engine's settings and nothing of the engine: rows of bytes, appended.</summary>
internal sealed class BareAppend : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly byte[] _bytes = new byte[64 << 20];

    public BareAppend(string folder)
    {
        SQLitePCL.Batteries_V2.Init();
        _connection = new($"Data Source={Path.Combine(folder, "bare.db")};Pooling=False");
        _connection.Open();
        _connection.Execute("""
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA secure_delete = ON;
            PRAGMA wal_autocheckpoint = 8000;
            CREATE TABLE journal (seq INTEGER PRIMARY KEY AUTOINCREMENT, payload BLOB NOT NULL);
            """);
        var random = new SplitMix(3);
        for (var i = 0; i < _bytes.Length; i += sizeof(ulong))
        {
            BitConverter.TryWriteBytes(_bytes.AsSpan(i), random.NextBits());
        }
    }

    /// <summary>So many bytes in so many commits of equal size, one row each.</summary>
    public TimeSpan Append(long commits, long bytes)
    {
        using var insert = _connection.CreateCommand();
        insert.CommandText = "INSERT INTO journal (payload) VALUES ($1)";
        var payload = insert.Parameters.Add(new SqliteParameter { ParameterName = "$1" });
        payload.Value = _bytes[..(int)Math.Min(_bytes.Length, bytes / commits)];
        var started = Stopwatch.GetTimestamp();
        for (var commit = 0; commit < commits; commit++)
        {
            using var transaction = _connection.BeginTransaction();
            insert.Transaction = transaction;
            insert.ExecuteNonQuery();
            transaction.Commit();
        }

        return Stopwatch.GetElapsedTime(started);
    }

    public void Dispose() => _connection.Dispose();
}
