using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Migrations;
using Dapper;
using Microsoft.Data.Sqlite;

namespace CustomerSegmentation.Ledger.Sqlite;

/// <summary>Writes to a SQLite file, in transactions, from one thread.</summary>
public sealed partial class SqliteWriter : LedgerWriter
{
    private const int BusyTimeout = 10_000; // ms

    private readonly SqliteConnection _connection;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly Statement _journal;
    private readonly Statement _page;
    private readonly Statement _migration;
    private readonly Statement _firstContact;
    private readonly Dictionary<string, Statement> _others = new(StringComparer.Ordinal);
    private readonly WalCheckpointer _mover;
    private byte[] _sealed = new byte[4096];

    private SqliteWriter(SqliteConnection connection, WalCheckpointer mover, bool withCustomers)
    {
        _connection = connection;
        _mover = mover;
        _customers = withCustomers ? new(connection) : null;
        _begin = new(connection, "BEGIN IMMEDIATE");
        _commit = new(connection, "COMMIT");
        _rollback = new(connection, "ROLLBACK");
        _journal = new(connection, "INSERT INTO journal (payload) VALUES ($1)");
        _page = new(connection, "INSERT OR REPLACE INTO pages (id, payload) VALUES ($1, $2)");
        _migration = new(connection, """
            INSERT INTO migrations (customer, sequence, from_segment, to_segment, cause, model_version,
                effective_at, recorded_at, event_id, monetary, rfm_before, previous, id)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """);
        _firstContact = new(connection, "INSERT OR REPLACE INTO first_contacts (customer, since, recorded_at) VALUES ($1, $2, $3)");
    }

    /// <param name="connectionString">Not of a pool.</param>
    /// <param name="withCustomers">Whether the file is a silo's, with customers in rows.</param>
    /// <param name="durable">Whether what is committed must survive a power cut.</param>
    internal static SqliteWriter Open(string connectionString, bool withCustomers = false, bool durable = true)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();

            // secure_delete: an erased customer is overwritten, not just unlinked.
            // cache_size, 64 MiB: first contacts are written at random; with the 2 MB that are the default their pages
            // are read again and again.
            connection.Execute($"""
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = {(durable ? "FULL" : "OFF")};
                PRAGMA secure_delete = ON;
                PRAGMA wal_autocheckpoint = 8000;
                PRAGMA cache_size = -65536;
                PRAGMA busy_timeout = {BusyTimeout};
                """);
            Upgrade(connection);
            return new(connection, new WalCheckpointer(connectionString), withCustomers);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override void Commit(Action<LedgerWriter> work) => Commit((Action<SqliteWriter>)work);

    /// <summary>Runs <paramref name="work"/> in a transaction that is on disk when this returns.</summary>
    /// <exception cref="SqliteException">It did not commit; nothing of it is there.</exception>
    public void Commit(Action<SqliteWriter> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        _begin.Execute();
        _customers?.Begin();
        try
        {
            work(this);
            _commit.Execute();
        }
        catch
        {
            _customers?.RolledBack();
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
    public void SavePage(int lane, int page, ReadOnlySpan<byte> payload)
    {
        _page.Bind(1, ((long)lane << 32) | (uint)page);
        _page.Bind(2, ChecksummedBlob.Seal(payload, ref _sealed));
        _page.Execute();
    }

    /// <summary>Removes every page: the customers are about to be laid out anew.</summary>
    public void DeletePages() => _connection.Execute("DELETE FROM pages");

    /// <summary>Puts a migration on record, as the next of its customer's chain. Returns its place.</summary>
    /// <param name="migration">Of a customer's, in the order of their sequence.</param>
    /// <param name="previous">The place of the customer's migration before; null where there is none, or nobody reads the chain.</param>
    public long Append(Migration migration, long? previous)
    {
        ArgumentNullException.ThrowIfNull(migration);
        return Insert(place: null, migration, previous);
    }

    /// <summary>Removes everything that is on record of a customer, whose last migration is known.</summary>
    /// <param name="customerId">Who.</param>
    /// <param name="last">The place of their last migration; 0 where they have none.</param>
    public void Forget(string customerId, long last)
    {
        Run($"{MigrationChain.Sql("$1")} DELETE FROM migrations WHERE id IN (SELECT id FROM own)", last);
        Run("DELETE FROM first_contacts WHERE customer = $1", customerId);
    }

    /// <inheritdoc/>
    public override void AddFirstContact(string customerId, DateTimeOffset since, DateTimeOffset recordedAt) =>
        _firstContact.Execute(customerId, since.UtcTicks, recordedAt.UtcTicks);

    /// <summary>
    /// Moves the write-ahead log into the file and cuts it to nothing, erased data included. False when a reader is in
    /// the way: nobody who records waits for a report to end.
    /// </summary>
    /// <exception cref="SqliteException">Storage failed.</exception>
    public override bool Scrub()
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

    internal override void Run(string sql, params object?[] values)
    {
        if (!_others.TryGetValue(sql, out var statement))
        {
            _others.Add(sql, statement = new(_connection, sql));
        }

        statement.Execute(values);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (var statement in _others.Values.Concat(
            [_begin, _commit, _rollback, _journal, _page, _migration, _firstContact, _end, _sequenceAt]))
        {
            statement?.Dispose();
        }

        _customers?.Dispose();

        _mover.Dispose();
        _connection.Dispose();
    }

    /// <param name="place">Where; null for the next place.</param>
    /// <param name="migration">What.</param>
    /// <param name="previous">The place of the customer's migration before.</param>
    private long Insert(long? place, Migration migration, long? previous)
    {
        _migration.Bind(1, migration.CustomerId);
        _migration.Bind(2, migration.Sequence);
        _migration.Bind(3, migration.From);
        _migration.Bind(4, migration.To);
        _migration.Bind(5, (long)migration.Cause);
        _migration.Bind(6, migration.ModelVersion);
        _migration.Bind(7, migration.EffectiveAt.UtcTicks);
        _migration.Bind(8, migration.RecordedAt.UtcTicks);
        _migration.Bind(9, migration.EventId);
        _migration.Bind(10, (double?)migration.Monetary);
        _migration.Bind(11, RfmText.Of(migration.Before));
        _migration.Bind(12, previous);
        _migration.Bind(13, place);
        _migration.Execute();
        return LastMigration = SQLitePCL.raw.sqlite3_last_insert_rowid(_connection.Handle);
    }

    /// <summary>Gives an older file the tables of today; what a step does to its rows is done within one transaction.</summary>
    private static void Upgrade(SqliteConnection connection)
    {
        using var version = connection.CreateCommand();
        version.CommandText = "PRAGMA user_version";
        if ((long)version.ExecuteScalar()! is var from and < SqliteSchema.Version)
        {
            var steps = string.Concat(SqliteSchema.Steps.Skip((int)from - 1));
            connection.Execute($"BEGIN IMMEDIATE; {steps} PRAGMA user_version = {SqliteSchema.Version}; COMMIT;");
        }
    }
}
