using System.Runtime.InteropServices;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Migrations;
using Npgsql;

namespace CustomerSegmentation.Ledger.Postgres;

/// <summary>
/// Writes to PostgreSQL. What a transaction is given is gathered and sent at its end as one batch, which is one round
/// trip and, there being nothing around it, one transaction.
/// </summary>
/// <param name="connections">Where its connection is from.</param>
/// <param name="withState">Whether the state of customers is here too.</param>
internal sealed class PostgresWriter(NpgsqlDataSource connections, bool withState) : LedgerWriter
{
    private readonly PostgresCustomerRows _customers = new();
    private readonly List<NpgsqlBatchCommand> _commands = [];
    private readonly List<Migration> _migrations = [];
    private readonly Dictionary<string, (long Since, long RecordedAt)> _met = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SegmentStateRow> _segmentStates = new(StringComparer.Ordinal);
    private NpgsqlConnection? _connection;
    private bool _committing;

    public override void Commit(Action<LedgerWriter> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        Clear();
        _committing = true;
        try
        {
            work(this);
            Gather();
            if (_commands.Count > 0)
            {
                LastMigration = Math.Max(LastMigration, Send());
            }
        }
        catch
        {
            _customers.RolledBack();
            throw;
        }
        finally
        {
            _committing = false;
            Clear();
        }
    }

    public override void Append(Migration migration)
    {
        ArgumentNullException.ThrowIfNull(migration);
        InCommit();
        _migrations.Add(migration);
    }

    public override void AddFirstContact(string customerId, DateTimeOffset since, DateTimeOffset recordedAt)
    {
        InCommit();
        _met[customerId] = (since.UtcTicks, recordedAt.UtcTicks);
    }

    public override void Save(CustomerChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        InCommit();
        Keep(change);
        if (change.FirstContact is var (at, recordedAt))
        {
            _met[change.SegmentState.CustomerId] = (at, recordedAt);
        }

        _migrations.AddRange(change.Migrations);
    }

    private void Keep(CustomerChange change)
    {
        var segmentState = change.SegmentState;
        if (change.Location is { } location)
        {
            if (!withState)
            {
                throw new InvalidOperationException("The state of customers is kept elsewhere.");
            }

            if (_customers.Has(segmentState.CustomerId))
            {
                Gather();
            }

            _customers.Add(change, location);
            return;
        }

        // A command may not touch a row twice.
        ref var kept = ref CollectionsMarshal.GetValueRefOrAddDefault(_segmentStates, segmentState.CustomerId, out _);
        if (kept is null || segmentState.Version > kept.Version)
        {
            kept = segmentState;
        }
    }

    internal override void Run(string sql, params object?[] values)
    {
        InCommit();
        Gather();
        _commands.Add(PostgresRows.Command(sql, values));
    }

    protected override void Dispose(bool disposing) => _connection?.Dispose();

    private void InCommit()
    {
        if (!_committing)
        {
            throw new InvalidOperationException("A writer is given things to write within Commit.");
        }
    }

    /// <summary>
    /// Makes commands of the rows so far. Rows that others may write at the same time are sorted: two who lock the same
    /// ones in the same order do not wait for each other. The lock of the record comes last, since everybody wants it.
    /// </summary>
    private void Gather()
    {
        if (_met.Count > 0)
        {
            _commands.Add(PostgresRows.AddFirstContact([.. _met.OrderBy(row => row.Key, StringComparer.Ordinal)
                .Select(row => (row.Key, row.Value.Since, row.Value.RecordedAt))]));
            _met.Clear();
        }

        if (_segmentStates.Count > 0)
        {
            _commands.Add(PostgresRows.Save([.. _segmentStates.Values.OrderBy(row => row.CustomerId, StringComparer.Ordinal)]));
            _segmentStates.Clear();
        }

        _commands.AddRange(_customers.Commands());
        if (_migrations.Count > 0)
        {
            _commands.Add(PostgresRows.Lock());
            _commands.Add(PostgresRows.Append(_migrations));
            _migrations.Clear();
        }
    }

    /// <summary>The last position given out; 0 when none was.</summary>
    private long Send()
    {
        try
        {
            _connection ??= connections.OpenConnection();
            using var batch = new NpgsqlBatch(_connection);
            _commands.ForEach(batch.BatchCommands.Add);
            using var answers = batch.ExecuteReader();
            var last = 0L;
            do
            {
                while (answers.Read())
                {
                    last = answers.GetName(0) == "position" ? answers.GetInt64(0) : last;
                }
            }
            while (answers.NextResult());

            return last;
        }
        catch (PostgresException e) when (e.SqlState == PostgresStateRows.StaleState)
        {
            throw _customers.Stale(_connection!);
        }
        catch
        {
            // It may be broken, or in a state that nobody knows; the next commit opens another.
            _connection?.Dispose();
            _connection = null;
            throw;
        }
    }

    private void Clear()
    {
        _commands.Clear();
        _migrations.Clear();
        _met.Clear();
        _segmentStates.Clear();
        _customers.Clear();
    }
}
