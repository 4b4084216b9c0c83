using System.Data.Common;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Migrations;
using Dapper;
using Microsoft.Data.Sqlite;

namespace CustomerSegmentation.Ledger.Sqlite;

/// <summary>Reads a SQLite file.</summary>
/// <param name="connectionString">For reading.</param>
/// <param name="withCustomers">Whether the file is a silo's, with customers in rows.</param>
internal sealed class SqliteSource(string connectionString, bool withCustomers = false) : LedgerSource
{
    public override string End => "SELECT seq FROM sqlite_sequence WHERE name = 'migrations'";

    public override string Customers => withCustomers ? "customers" : "migrations";

    public override (string With, string Table) History => withCustomers
        ? (MigrationChain.Sql("(SELECT last_migration FROM customers WHERE customer = @customer)"), "own")
        : ("", "migrations");

    // Of each customer, the last migration that had taken effect, found from their last one backwards.
    public override string MembersAsOf => """
        SELECT customers.customer, there.effective_at, there.id FROM customers JOIN migrations there ON there.id = (
            WITH RECURSIVE own (id, previous, effective_at) AS (
                SELECT id, previous, effective_at FROM migrations WHERE id = customers.last_migration
                UNION ALL SELECT earlier.id, earlier.previous, earlier.effective_at
                    FROM own JOIN migrations earlier ON earlier.id = own.previous WHERE own.effective_at > @asOf)
            SELECT id FROM own WHERE effective_at <= @asOf LIMIT 1)
        WHERE customers.customer > @after AND there.to_segment = @segmentId
        ORDER BY customers.customer LIMIT @count
        """;

    public override DbConnection Connect() => new SqliteConnection(connectionString);

    public override void Feed<TResult>(IMigrationReport<TResult> report, CancellationToken cancellation)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        SqliteScan.Feed(connection, report, cancellation);
    }

    public override IEnumerable<SegmentStateRow> SegmentStates(int shard) => SegmentStates(
        "SELECT customer, key, version, segment_state FROM customers WHERE key > ?1 AND key <= ?2",
        CustomerTable.Before(shard),
        CustomerTable.Last(shard));

    public override SegmentStateRow? SegmentState(string customerId) => SegmentStates(
        "SELECT customer, key, version, segment_state FROM customers WHERE customer = ?1 AND version > 0", customerId).SingleOrDefault();

    public override long CountSegmentStates()
    {
        using var connection = Connect();
        return connection.QuerySingle<long>("SELECT COUNT(*) FROM customers WHERE version > 0");
    }

    private IEnumerable<SegmentStateRow> SegmentStates(string sql, params object[] values)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var rows = new Statement(connection, sql);
        rows.Bind(values);
        while (rows.Next())
        {
            yield return SegmentStateCodec.Read(
                ChecksummedBlob.Open(rows.Blob(3)), rows.Text(0), CustomerTable.ShardOf(rows.Int64(1)), rows.Int64(2));
        }
    }
}
