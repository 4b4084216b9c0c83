using System.Text.Json;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models;
using Dapper;
using Microsoft.Data.Sqlite;

namespace CustomerSegmentation.Ledger;

/// <summary>Writes to the file, in transactions, from one thread.</summary>
public sealed class LedgerWriter : IDisposable
{
    private const int BusyTimeout = 10_000; // ms

    private readonly SqliteConnection _connection;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly Statement _journal;
    private readonly Statement _page;
    private readonly Statement _migration;
    private readonly Statement _acquaintance;
    private readonly Statement _meta;

    private readonly LogMover _mover;

    private LedgerWriter(SqliteConnection connection, LogMover mover)
    {
        _connection = connection;
        _mover = mover;
        _begin = new(connection, "BEGIN IMMEDIATE");
        _commit = new(connection, "COMMIT");
        _rollback = new(connection, "ROLLBACK");
        _journal = new(connection, "INSERT INTO journal (payload) VALUES ($1)");
        _page = new(connection, "INSERT OR REPLACE INTO pages (id, payload) VALUES ($1, $2)");
        _migration = new(connection, """
            INSERT INTO migrations (customer, sequence, from_segment, to_segment, cause, model_version,
                effective_at, recorded_at, event_id, monetary, rfm_before)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """);
        _acquaintance = new(connection, "INSERT OR REPLACE INTO acquaintances (customer, since, recorded_at) VALUES ($1, $2, $3)");
        _meta = new(connection, "INSERT OR REPLACE INTO meta (key, value) VALUES ($1, $2)");
    }

    internal static LedgerWriter Open(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();

            // secure_delete: an erased customer is overwritten, not just unlinked.
            // cache_size, 64 MiB: the index of migrations by customer is written at random; with the 2 MB that are
            // the default its pages are read again and again.
            connection.Execute($"""
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = FULL;
                PRAGMA secure_delete = ON;
                PRAGMA wal_autocheckpoint = 8000;
                PRAGMA cache_size = -65536;
                PRAGMA busy_timeout = {BusyTimeout};
                """);
            Upgrade(connection);
            return new(connection, new LogMover(connectionString));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs <paramref name="work"/> in a transaction that is on disk when this returns.</summary>
    /// <exception cref="SqliteException">It did not commit; nothing of it is there.</exception>
    public void Commit(Action<LedgerWriter> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        _begin.Execute();
        try
        {
            work(this);
            _commit.Execute();
        }
        catch
        {
            try
            {
                _rollback.Execute();
            }
            catch (SqliteException)
            {
                // A full disk makes SQLite roll back by itself; then there is nothing left to roll back.
            }

            throw;
        }

        _mover.Committed(_connection);
    }

    /// <summary>Appends what customers were told. Returns its place.</summary>
    public long AppendJournal(ReadOnlySpan<byte> payload)
    {
        _journal.Execute(Sealed.Seal(payload));
        return SQLitePCL.raw.sqlite3_last_insert_rowid(_connection.Handle);
    }

    /// <summary>Forgets the journal up to and including a place: pages hold all of it.</summary>
    public void DeleteJournalThrough(long place) => Run("DELETE FROM journal WHERE seq <= $1", place);

    /// <summary>The last places of the journal and of the migrations, 0 when empty.</summary>
    public (long Journal, long Migrations) Places()
    {
        using var command = _connection.CreateCommand();
        command.CommandText =
            "SELECT (SELECT COALESCE(MAX(seq), 0) FROM journal), (SELECT COALESCE(MAX(id), 0) FROM migrations)";
        using var row = command.ExecuteReader();
        row.Read();
        return (row.GetInt64(0), row.GetInt64(1));
    }

    /// <summary>Replaces a page of customers.</summary>
    public void SavePage(int lane, int page, ReadOnlySpan<byte> payload) =>
        _page.Execute(((long)lane << 32) | (uint)page, Sealed.Seal(payload));

    /// <summary>Removes every page: the customers are about to be laid out anew.</summary>
    public void DeletePages() => _connection.Execute("DELETE FROM pages");

    /// <summary>The place of the last migration put on record through this; 0 before the first.</summary>
    public long LastMigration { get; private set; }

    /// <summary>Puts a migration on record. Returns its place.</summary>
    public long Append(Migration migration)
    {
        ArgumentNullException.ThrowIfNull(migration);
        _migration.Execute(
            migration.CustomerId,
            migration.Sequence,
            migration.From,
            migration.To,
            (long)migration.Cause,
            migration.ModelVersion,
            migration.EffectiveAt.UtcTicks,
            migration.RecordedAt.UtcTicks,
            migration.EventId,
            (double?)migration.Monetary,
            RfmText.Of(migration.Before));
        return LastMigration = SQLitePCL.raw.sqlite3_last_insert_rowid(_connection.Handle);
    }

    /// <summary>Puts on record that a customer was heard of and is in no segment.</summary>
    /// <param name="customerId">Who.</param>
    /// <param name="since">When what was heard happened.</param>
    /// <param name="recordedAt">When the engine knew.</param>
    public void Meet(string customerId, DateTimeOffset since, DateTimeOffset recordedAt) =>
        _acquaintance.Execute(customerId, since.UtcTicks, recordedAt.UtcTicks);

    /// <summary>Keeps a setting or a marker.</summary>
    public void SetMeta(string key, string value) => _meta.Execute(key, value);

    /// <summary>Keeps a model version.</summary>
    public void Save(ModelRecord model)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var save = new Statement(_connection, "INSERT OR REPLACE INTO models (version, document) VALUES ($1, $2)");
        save.Execute(
            model.Model.Version, JsonSerializer.Serialize(ModelDocument.From(model), ModelDocumentJson.Default.ModelDocument));
    }

    /// <summary>Keeps what became of the last fit.</summary>
    public void Save(LastFit fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
        SetMeta(LedgerReader.LastFitKey, JsonSerializer.Serialize(fit, ModelDocumentJson.Default.LastFit));
    }

    /// <summary>Notes that a model was put in force.</summary>
    public void Save(Publication publication)
    {
        ArgumentNullException.ThrowIfNull(publication);
        using var save = new Statement(
            _connection, "INSERT OR REPLACE INTO publications (ordinal, version, at) VALUES ($1, $2, $3)");
        save.Execute(publication.Ordinal, publication.Model.Version, publication.At.UtcTicks);
    }

    /// <summary>Keeps a segment's wording.</summary>
    public void Save(Segment segment)
    {
        ArgumentNullException.ThrowIfNull(segment);
        using var save = new Statement(
            _connection, "INSERT OR REPLACE INTO segments (id, name, description, action) VALUES ($1, $2, $3, $4)");
        save.Execute(segment.Id, segment.Name, segment.Description, segment.Action);
    }

    /// <summary>
    /// Moves the write-ahead log into the file and cuts it to nothing, erased data included. False when a reader is in
    /// the way: nobody who records waits for a report to end.
    /// </summary>
    /// <exception cref="SqliteException">Storage failed.</exception>
    public bool TruncateLog()
    {
        _ = SQLitePCL.raw.sqlite3_busy_timeout(_connection.Handle, 0);
        using var command = _connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        try
        {
            using var row = command.ExecuteReader();
            return row.Read() && row.GetInt64(0) == 0;
        }
        finally
        {
            _ = SQLitePCL.raw.sqlite3_busy_timeout(_connection.Handle, BusyTimeout);
        }
    }

    internal void Run(string sql, params object?[] values)
    {
        using var statement = new Statement(_connection, sql);
        statement.Execute(values);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in new[] { _begin, _commit, _rollback, _journal, _page, _migration, _acquaintance, _meta })
        {
            statement.Dispose();
        }

        _mover.Dispose();
        _connection.Dispose();
    }

    /// <summary>Gives an older file the tables of today; its rows stay where they are, so it takes no time.</summary>
    private static void Upgrade(SqliteConnection connection)
    {
        using var version = connection.CreateCommand();
        version.CommandText = "PRAGMA user_version";
        if ((long)version.ExecuteScalar()! is var from and < Schema.Version)
        {
            var steps = string.Concat(Schema.Steps.Skip((int)from - 1));
            connection.Execute($"BEGIN IMMEDIATE; {steps} PRAGMA user_version = {Schema.Version}; COMMIT;");
        }
    }
}
