using System.Data.Common;
using CustomerSegmentation.Migrations;
using Dapper;

namespace CustomerSegmentation.Ledger.Records;

/// <summary>Reads where customers stand. Any thread.</summary>
public sealed class ShardReader
{
    private const string Columns =
        "customer, shard, version, segment, since, cause, sequence, publication, due, frequency, monetary, newest, oldest, first_purchase, events";

    private readonly LedgerSource _source;

    internal ShardReader(LedgerSource source) => _source = source;

    /// <summary>Everyone in a shard, in no order, as they stood when this began. Read as it is enumerated: a shard may be large.</summary>
    public IEnumerable<SegmentStateRow> Rows(int shard) =>
        Read($"SELECT {Columns} FROM segment_states WHERE shard = @shard", "shard", (long)shard);

    /// <summary>Where one customer stands; null for one who is not on record.</summary>
    public SegmentStateRow? Find(string customerId) =>
        Read($"SELECT {Columns} FROM segment_states WHERE customer = @customer", "customer", customerId.AsText()!).SingleOrDefault();

    /// <summary>How many customers there are.</summary>
    public long Count()
    {
        using var connection = _source.Connect();
        return connection.QuerySingle<long>("SELECT COUNT(*) FROM segment_states");
    }

    private IEnumerable<SegmentStateRow> Read(string sql, string name, object value)
    {
        using var connection = _source.Connect();
        connection.Open();
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
