using System.Globalization;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger.Records;
using Dapper;
using Npgsql;

namespace CustomerSegmentation.Ledger.Postgres;

/// <summary>The ledger of a cluster in PostgreSQL, in a schema of its own, <c>segmentation</c>.</summary>
public sealed class PostgresDatabase : LedgerDatabase
{
    private const int MaxReaders = 20;
    private const long TablesLock = 0x43534547_00000000; // "CSEG"

    private readonly NpgsqlDataSource _readers;
    private readonly NpgsqlDataSource _writers;

    private PostgresDatabase(NpgsqlDataSource readers, NpgsqlDataSource writers, bool withState)
        : base(new PostgresSource(readers)) => (_readers, _writers, HasState) = (readers, writers, withState);

    /// <summary>Opens the ledger; makes its tables where they are missing and brings older ones to the form of today.</summary>
    /// <param name="connectionString">As Npgsql writes it.</param>
    /// <param name="withState">Whether the state of customers is kept here too.</param>
    /// <param name="furtherTables">
    /// SQL for what the host keeps in the same schema; null for nothing. It runs at every opening, by one host at a time, so it
    /// must leave alone what is there.
    /// </param>
    /// <exception cref="StorageException">
    /// The server cannot be reached, or the database is not suitable: its tables are of a newer version, or its encoding is not UTF-8.
    /// </exception>
    public static PostgresDatabase Open(string connectionString, bool withState = false, string? furtherTables = null)
    {
        var settings = Read(connectionString);
        var database = new PostgresDatabase(
            NpgsqlDataSource.Create(settings),
            NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(settings.ConnectionString)
            {
                Pooling = false, // each writer keeps its own; and after a restart of the server no stale one is handed out
            }),
            withState);
        try
        {
            database.MakeTables(furtherTables);
            return database;
        }
        catch (Exception e) when (e is NpgsqlException || PostgresFaults.IsAway(e))
        {
            database.Dispose();
            throw new StorageException(StorageFault.Unavailable, $"{Named(settings)} cannot be used: {e.Message}", e);
        }
        catch (StorageException e)
        {
            database.Dispose();
            throw new StorageException(e.Fault, $"{Named(settings)} {e.Message}");
        }
    }

    /// <summary>The connection string for others who use this schema: unqualified names mean its tables.</summary>
    /// <exception cref="StorageException">It cannot be read.</exception>
    public static string InSchema(string connectionString) => Read(connectionString).ConnectionString;

    /// <summary>
    /// Tells how far the record goes, at the beginning and whenever it goes further, whoever wrote; positions only grow.
    /// Goes on while the server is away, and ends when it is cancelled or <paramref name="moved"/> throws.
    /// </summary>
    public Task WatchAsync(Action<long> moved, CancellationToken cancellation) =>
        new PostgresRecordListener(_writers, new PostgresSource(_readers).End, moved).RunAsync(cancellation);

    /// <inheritdoc/>
    public override bool HasState { get; }

    /// <inheritdoc/>
    public override CustomerStateReader OpenStates() => HasState
        ? new PostgresStateReader(_writers.OpenConnection())
        : throw new NotSupportedException("The state of customers is kept elsewhere.");

    /// <inheritdoc/>
    public override LedgerWriter OpenWriter() => new PostgresWriter(_writers, HasState);

    /// <inheritdoc/>
    public override Task<ReaderLease> LeaseAsync(string reader, CancellationToken cancellation) =>
        PostgresReaderLease.TakeAsync(_writers, reader, cancellation);

    /// <inheritdoc/>
    public override bool IsAway(Exception e) => PostgresFaults.IsAway(e);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _readers.Dispose();
        _writers.Dispose();
    }

    /// <summary>What it says to those who read about a fault: never the password.</summary>
    private static string Named(NpgsqlConnectionStringBuilder settings) =>
        $"The database '{settings.Database ?? settings.Username}' on {settings.Host}:{settings.Port}";

    private static NpgsqlConnectionStringBuilder Read(string connectionString)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = PostgresSchema.Name };
            settings.ApplicationName ??= "segmentation";
            if (!settings.ContainsKey("Maximum Pool Size"))
            {
                settings.MaxPoolSize = MaxReaders; // Npgsql's own 100 are all that a server takes from everybody
            }

            return settings;
        }
        catch (ArgumentException e)
        {
            // Without the cause, which may quote what it could not read.
            throw new StorageException(StorageFault.Unsuitable, $"The connection string of PostgreSQL cannot be read: {e.Message}");
        }
    }

    /// <summary>In one transaction, one silo at a time: several may start at once on an empty database.</summary>
    private void MakeTables(string? furtherTables)
    {
        using var connection = _writers.OpenConnection();
        using var transaction = connection.BeginTransaction();
        connection.Execute("SELECT pg_advisory_xact_lock(@key)", new { key = TablesLock }, transaction);
        if (connection.QuerySingle<string>("SHOW server_encoding", transaction: transaction) is var encoding and not "UTF8")
        {
            throw new StorageException(StorageFault.Unsuitable, $"is encoded in {encoding}; it must be UTF8.");
        }

        var (least, step) = Version(connection);
        if (least > PostgresSchema.Steps.Count)
        {
            throw new StorageException(
                StorageFault.Unsuitable,
                $"was written by a newer version of the engine (schema {least}; this one knows {PostgresSchema.Steps.Count}). Use that version.");
        }

        if (step < PostgresSchema.Steps.Count)
        {
            connection.Execute(string.Concat(PostgresSchema.Steps.Skip(step)), transaction: transaction);
        }

        Note(PostgresSchema.StepKey, Math.Max(step, PostgresSchema.Steps.Count));
        Note(PostgresSchema.LeastKey, Math.Max(least, HasState ? PostgresSchema.Steps.Count : PostgresSchema.Least));

        if (furtherTables is not null)
        {
            connection.Execute(furtherTables, transaction: transaction);
        }

        transaction.Commit();

        void Note(string key, int version) => connection.Execute(
            "INSERT INTO meta (key, value) VALUES (@key, @version) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            new { key, version = version.ToString(CultureInfo.InvariantCulture) },
            transaction);
    }

    /// <summary>How many steps must be known, and how many were taken; 0 where there are no tables yet.</summary>
    private static (int Least, int Step) Version(NpgsqlConnection connection)
    {
        // A schema that an administrator made is taken as it is: we may not be allowed to make one.
        if (!connection.QuerySingle<bool>($"SELECT to_regnamespace('{PostgresSchema.Name}') IS NOT NULL"))
        {
            connection.Execute($"CREATE SCHEMA {PostgresSchema.Name}");
        }

        if (!connection.QuerySingle<bool>($"SELECT to_regclass('{PostgresSchema.Name}.meta') IS NOT NULL"))
        {
            return (0, 0);
        }

        var versions = connection.Query<(string Key, int Version)>(
            "SELECT key, value::int FROM meta WHERE key IN (@least, @step)",
            new { least = PostgresSchema.LeastKey, step = PostgresSchema.StepKey }).ToDictionary(row => row.Key, row => row.Version);
        var least = versions[PostgresSchema.LeastKey];
        return (least, versions.GetValueOrDefault(PostgresSchema.StepKey, least));
    }
}
