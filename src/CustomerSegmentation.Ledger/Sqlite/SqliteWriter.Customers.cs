using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Ledger.Sqlite;

/// <content>The customers in the file of a silo: a row each, written with their migrations in one transaction.</content>
public sealed partial class SqliteWriter
{
    private readonly CustomerRows? _customers;
    private Statement? _sequenceAt;
    private Statement? _end;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">This file does not have customers in rows.</exception>
    public override void Save(CustomerChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var customers = _customers
            ?? throw new InvalidOperationException("The embedded engine keeps where customers stand in its pages.");
        if (customers.Locate(change) is not { } location)
        {
            return;
        }

        var count = change.Migrations.Count;
        var end = count == 0 ? 0 : End();
        var previous = location.LastMigration;
        if (!customers.Write(change, location, count == 0 ? previous : end + count))
        {
            return;
        }

        for (var i = 0; i < count; i++)
        {
            previous = Insert(end + 1 + i, change.Migrations[i], previous == 0 ? null : previous);
        }

        if (change.FirstContact is var (at, recordedAt))
        {
            _firstContact.Execute(change.SegmentState.CustomerId, at, recordedAt);
        }
    }

    /// <inheritdoc/>
    public override void Append(Migration migration)
    {
        ArgumentNullException.ThrowIfNull(migration);
        if (_customers is null)
        {
            Append(migration, previous: null);
            return;
        }

        var location = _customers.Find(migration.CustomerId);
        if (location.LastMigration == 0)
        {
            _customers.Moved(migration.CustomerId, location, Append(migration, previous: null));
        }
        else if (SequenceAt(location.LastMigration) < migration.Sequence)
        {
            _customers.Moved(migration.CustomerId, location, Append(migration, location.LastMigration));
        }
    }

    /// <inheritdoc/>
    public override void Forget(string customerId)
    {
        if (_customers is null)
        {
            Run("DELETE FROM migrations WHERE customer = $1", customerId);
            Run("DELETE FROM first_contacts WHERE customer = $1", customerId);
            return;
        }

        var location = _customers.Find(customerId);
        Forget(customerId, location.LastMigration);
        _customers.Delete(location);
    }

    /// <summary>The last place that was ever given out to a migration.</summary>
    private long End()
    {
        _end ??= new(_connection, "SELECT seq FROM sqlite_sequence WHERE name = 'migrations'");
        var end = _end.Next() ? _end.Int64(0) : 0;
        _end.Reset();
        return end;
    }

    private int SequenceAt(long place)
    {
        _sequenceAt ??= new(_connection, "SELECT sequence FROM migrations WHERE id = ?1");
        _sequenceAt.Bind(1, place);
        var sequence = _sequenceAt.Next() ? (int)_sequenceAt.Int64(0) : 0;
        _sequenceAt.Reset();
        return sequence;
    }
}
