using System.Data.Common;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Migrations;
using Npgsql;

namespace CustomerSegmentation.Ledger.Postgres;

/// <summary>Reads the segment states of customers from PostgreSQL.</summary>
internal static class PostgresSegmentStates
{
    private const string Columns =
        "customer, shard, version, segment, since, cause, sequence, publication, due, frequency, monetary, newest, oldest, first_purchase, events";

    public static IEnumerable<SegmentStateRow> InShard(NpgsqlDataSource connections, int shard) =>
        Read(connections, $"SELECT {Columns} FROM segment_states WHERE shard = @shard", "shard", (long)shard);

    public static SegmentStateRow? Of(NpgsqlDataSource connections, string customerId) =>
        Read(connections, $"SELECT {Columns} FROM segment_states WHERE customer = @customer", "customer", customerId.AsText()!).SingleOrDefault();

    private static IEnumerable<SegmentStateRow> Read(NpgsqlDataSource connections, string sql, string name, object value)
    {
        using var connection = connections.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
        using var rows = command.ExecuteReader();
        var complete = false;
        try
        {
            while (rows.Read())
            {
                yield return Row(rows);
            }

            complete = true;
        }
        finally
        {
            if (!complete)
            {
                command.Cancel(); // or closing would read the rest
            }
        }
    }

    private static SegmentStateRow Row(DbDataReader row) => new(
        row.GetString(0),
        (int)row.GetInt64(1),
        row.GetInt64(2),
        row.IsDBNull(3) ? null : row.GetString(3),
        row.GetInt64(4),
        (MigrationCause)row.GetInt64(5),
        (int)row.GetInt64(6),
        (int)row.GetInt64(7),
        row.GetInt64(8),
        (int)row.GetInt64(9),
        row.GetDecimal(10),
        row.GetInt64(11),
        row.GetInt64(12),
        row.GetInt64(13),
        (int)row.GetInt64(14));
}
