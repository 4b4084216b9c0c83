using System.Buffers;
using CustomerSegmentation.Ledger.Records;
using Microsoft.Data.Sqlite;

namespace CustomerSegmentation.Ledger.Sqlite;

/// <summary>
/// Writes the customers of a silo's file, a row each. What it tells of their locations within a transaction is taken back when
/// that fails.
/// </summary>
internal sealed class CustomerRows : IDisposable
{
    private readonly Statement _find;
    private readonly Statement _insert;
    private readonly Statement _update;
    private readonly Statement _place;
    private readonly Statement _moved;
    private readonly Statement _delete;
    private readonly Statement _same;
    private readonly Statement _lastKey;
    private readonly ArrayBufferWriter<byte> _segmentState = new(256);
    private readonly Dictionary<int, long> _lastKeys = []; // of this transaction
    private readonly List<(CustomerLocation Location, long Key, long Version, long LastMigration)> _before = [];
    private byte[] _sealedSegmentState = new byte[256];
    private byte[] _sealedState = new byte[4_096];

    public CustomerRows(SqliteConnection connection)
    {
        _find = new(connection, "SELECT key, version, last_migration FROM customers WHERE customer = ?1");
        _insert = new(connection, """
            INSERT INTO customers (key, customer, version, last_migration, segment_state, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            """);
        _update = new(connection, """
            UPDATE customers SET version = ?2, last_migration = ?3, segment_state = ?4, state = ?5 WHERE key = ?1 AND version = ?6
            """);
        _place = new(connection, "UPDATE customers SET key = ?2 WHERE key = ?1");
        _moved = new(connection, "UPDATE customers SET last_migration = ?2 WHERE key = ?1");
        _delete = new(connection, "DELETE FROM customers WHERE key = ?1");
        _same = new(connection, "SELECT last_migration FROM customers WHERE customer = ?1 AND version = ?2 AND state = ?3");
        _lastKey = new(connection, "SELECT MAX(key) FROM customers WHERE key > ?1 AND key <= ?2");
    }

    /// <summary>Where the customer of a change is, for the writer of the change. Null when it comes late.</summary>
    public CustomerLocation? Locate(CustomerChange change)
    {
        if (change.Location is { Key: not 0 } known)
        {
            return known;
        }

        var found = Find(change.SegmentState.CustomerId);
        if (change.Location is not { } asked)
        {
            return found.Version < change.SegmentState.Version ? found : null;
        }

        // Who has never been written may be there all the same: an import brings migrations first.
        Keep(asked);
        (asked.Key, asked.LastMigration) = (found.Key, found.LastMigration);
        return asked;
    }

    /// <summary>Where a customer is, nothing (key 0) included.</summary>
    public CustomerLocation Find(string customerId)
    {
        _find.Bind(1, customerId);
        try
        {
            return _find.Next()
                ? new() { Key = _find.Int64(0), Version = _find.Int64(1), LastMigration = _find.Int64(2) }
                : new();
        }
        finally
        {
            _find.Reset();
        }
    }

    /// <summary>Writes a row as of a change. False when it is there already: its confirmation was lost.</summary>
    /// <param name="change">What has become of the customer.</param>
    /// <param name="location">Where they are.</param>
    /// <param name="lastMigration">Where their last migration will be.</param>
    /// <exception cref="StaleCustomerException">The row is not of the version that the location says.</exception>
    public bool Write(CustomerChange change, CustomerLocation location, long lastMigration)
    {
        var row = change.SegmentState;
        _segmentState.ResetWrittenCount();
        SegmentStateCodec.Write(row, _segmentState);
        var segmentState = ChecksummedBlob.Seal(_segmentState.WrittenSpan, ref _sealedSegmentState);
        var state = ChecksummedBlob.Seal(change.State.Span, ref _sealedState);
        Keep(location);
        if (location.Key == 0)
        {
            location.Key = NextKey(row.Shard);
            _insert.Bind(1, location.Key);
            _insert.Bind(2, row.CustomerId);
            _insert.Bind(3, row.Version);
            _insert.Bind(4, lastMigration);
            _insert.Bind(5, segmentState);
            _insert.Bind(6, state);
            _insert.Execute();
        }
        else
        {
            Place(location, row.Shard);
            _update.Bind(1, location.Key);
            _update.Bind(2, row.Version);
            _update.Bind(3, lastMigration);
            _update.Bind(4, segmentState);
            _update.Bind(5, state);
            _update.Bind(6, location.Version);
            _update.Execute();
            if (_update.Changes == 0)
            {
                location.LastMigration = LastMigrationOf(row, state) ?? throw new StaleCustomerException([row.CustomerId]);
                location.Version = row.Version;
                return false;
            }
        }

        (location.Version, location.LastMigration) = (row.Version, lastMigration);
        return true;
    }

    /// <summary>A migration of a customer came on record by itself; they have no place of their own before their state comes.</summary>
    public void Moved(string customerId, CustomerLocation location, long lastMigration)
    {
        if (location.Key != 0)
        {
            _moved.Bind(1, location.Key);
            _moved.Bind(2, lastMigration);
            _moved.Execute();
            return;
        }

        _insert.Bind(1, NextKey(CustomerTable.Unplaced));
        _insert.Bind(2, customerId);
        _insert.Bind(3, 0);
        _insert.Bind(4, lastMigration);
        _insert.Bind(5, ReadOnlySpan<byte>.Empty);
        _insert.Bind(6, ReadOnlySpan<byte>.Empty);
        _insert.Execute();
    }

    /// <summary>Removes a row; what was in it is overwritten.</summary>
    public void Delete(CustomerLocation location)
    {
        _delete.Bind(1, location.Key);
        _delete.Execute();
    }

    /// <summary>A transaction begins, perhaps once more.</summary>
    public void Begin()
    {
        _lastKeys.Clear();
        _before.Clear();
    }

    /// <summary>It failed: locations are what they were.</summary>
    public void RolledBack()
    {
        for (var i = _before.Count - 1; i >= 0; i--)
        {
            var (location, key, version, lastMigration) = _before[i];
            (location.Key, location.Version, location.LastMigration) = (key, version, lastMigration);
        }
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _find, _insert, _update, _place, _moved, _delete, _same, _lastKey })
        {
            statement.Dispose();
        }
    }

    private void Keep(CustomerLocation location) =>
        _before.Add((location, location.Key, location.Version, location.LastMigration));

    /// <summary>Brings a row to its shard, if it is not there.</summary>
    private void Place(CustomerLocation location, int shard)
    {
        if (CustomerTable.ShardOf(location.Key) != shard)
        {
            var key = NextKey(shard);
            _place.Bind(1, location.Key);
            _place.Bind(2, key);
            _place.Execute();
            location.Key = key;
        }
    }

    /// <summary>Where the last migration is of a row that is of this version and state; null where there is none.</summary>
    private long? LastMigrationOf(SegmentStateRow row, ReadOnlySpan<byte> state)
    {
        _same.Bind(1, row.CustomerId);
        _same.Bind(2, row.Version);
        _same.Bind(3, state);
        try
        {
            return _same.Next() ? _same.Int64(0) : null;
        }
        finally
        {
            _same.Reset();
        }
    }

    private long NextKey(int shard)
    {
        if (!_lastKeys.TryGetValue(shard, out var last))
        {
            _lastKey.Bind(1, CustomerTable.Before(shard));
            _lastKey.Bind(2, CustomerTable.Last(shard));
            _lastKey.Next();
            last = Math.Max(_lastKey.Int64(0), CustomerTable.Before(shard)); // NULL reads as 0
            _lastKey.Reset();
        }

        return _lastKeys[shard] = last + 1;
    }
}
