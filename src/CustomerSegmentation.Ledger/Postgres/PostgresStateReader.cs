using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Ledger.Sqlite;
using Npgsql;

namespace CustomerSegmentation.Ledger.Postgres;

/// <summary>Reads customers from PostgreSQL, all that are asked for in one query.</summary>
internal sealed class PostgresStateReader(NpgsqlConnection connection) : CustomerStateReader
{
    private const string Find = """
        SELECT known.version, known.state
        FROM unnest($1) WITH ORDINALITY AS asked (customer, place)
        LEFT JOIN segment_states known ON known.customer = asked.customer
        ORDER BY asked.place
        """;

    public override IReadOnlyList<StoredCustomerOrFault> Read(IReadOnlyList<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        using var command = new NpgsqlCommand(Find, connection);
        command.Parameters.Add(new() { Value = ids.Select(id => id.AsText()!).ToArray() });
        using var rows = command.ExecuteReader();
        var found = new StoredCustomerOrFault[ids.Count];
        for (var i = 0; rows.Read(); i++)
        {
            found[i] = Read(rows);
        }

        return found;
    }

    protected override void Dispose(bool disposing) => connection.Dispose();

    private static StoredCustomerOrFault Read(NpgsqlDataReader row)
    {
        if (row.IsDBNull(0))
        {
            return new(new(new(), State: null), Fault: null);
        }

        if (row.IsDBNull(1))
        {
            return new(Customer: null, new("A customer is on record without their state."));
        }

        try
        {
            var location = new CustomerLocation { Version = row.GetInt64(0) };
            return new(new(location, ChecksummedBlob.Open(row.GetFieldValue<byte[]>(1))), Fault: null);
        }
        catch (InvalidDataException damage)
        {
            return new(Customer: null, damage);
        }
    }
}
