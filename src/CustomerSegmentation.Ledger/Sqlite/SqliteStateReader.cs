using CustomerSegmentation.Ledger.Records;
using Microsoft.Data.Sqlite;

namespace CustomerSegmentation.Ledger.Sqlite;

/// <summary>Reads customers from the file of a silo.</summary>
internal sealed class SqliteStateReader : CustomerStateReader
{
    private readonly SqliteConnection _connection;
    private readonly Statement _begin;
    private readonly Statement _find;
    private readonly Statement _end;

    public SqliteStateReader(string connectionString)
    {
        _connection = new(connectionString);
        try
        {
            _connection.Open();
            _begin = new(_connection, "BEGIN");
            _find = new(_connection, "SELECT key, version, last_migration, state FROM customers WHERE customer = ?1");
            _end = new(_connection, "COMMIT");
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    public override IReadOnlyList<StoredCustomerOrFault> Read(IReadOnlyList<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var found = new StoredCustomerOrFault[ids.Count];
        _begin.Execute();
        try
        {
            for (var i = 0; i < found.Length; i++)
            {
                found[i] = Read(ids[i]);
            }
        }
        finally
        {
            _end.Execute();
        }

        return found;
    }

    protected override void Dispose(bool disposing)
    {
        _begin.Dispose();
        _find.Dispose();
        _end.Dispose();
        _connection.Dispose();
    }

    private StoredCustomerOrFault Read(string id)
    {
        _find.Bind(1, id);
        try
        {
            if (!_find.Next())
            {
                return new(new(new(), State: null), Fault: null);
            }

            var location = new CustomerLocation
            {
                Key = _find.Int64(0),
                Version = _find.Int64(1),
                LastMigration = _find.Int64(2),
            };
            // Of whom there are migrations and no state yet, an import is under way.
            return new(new(location, location.Version == 0 ? null : ChecksummedBlob.Open(_find.Blob(3)).ToArray()), Fault: null);
        }
        catch (InvalidDataException damage)
        {
            return new(Customer: null, damage);
        }
        finally
        {
            _find.Reset();
        }
    }
}
