using System.Data.Common;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Migrations;
using Dapper;
using Npgsql;

namespace CustomerSegmentation.Ledger.Postgres;

/// <summary>Reads from PostgreSQL.</summary>
internal sealed class PostgresSource(NpgsqlDataSource connections) : LedgerSource
{
    public override string End => "SELECT position FROM record_end";

    public override string Customers => "migrations";

    public override (string With, string Table) History => ("", "migrations");

    public override string MembersAsOf => """
        SELECT customer, effective_at, id FROM migrations entered
        WHERE customer > @after AND effective_at <= @asOf AND to_segment = @segmentId
            AND NOT EXISTS (
                SELECT 1 FROM migrations later
                WHERE later.customer = entered.customer AND later.effective_at <= @asOf AND later.sequence > entered.sequence)
        ORDER BY customer LIMIT @count
        """;

    public override DbConnection Connect() => connections.CreateConnection();

    public override IEnumerable<SegmentStateRow> SegmentStates(int shard) => PostgresSegmentStates.InShard(connections, shard);

    public override SegmentStateRow? SegmentState(string customerId) => PostgresSegmentStates.Of(connections, customerId);

    public override long CountSegmentStates()
    {
        using var connection = Connect();
        return connection.QuerySingle<long>("SELECT COUNT(*) FROM segment_states");
    }

    public override void Feed<TResult>(IMigrationReport<TResult> report, CancellationToken cancellation)
    {
        using var connection = connections.OpenConnection();
        PostgresScan.Feed(connection, report, cancellation);
    }
}
