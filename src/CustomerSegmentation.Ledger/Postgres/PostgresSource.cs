using System.Data.Common;
using CustomerSegmentation.Migrations;
using Npgsql;

namespace CustomerSegmentation.Ledger.Postgres;

/// <summary>Reads from PostgreSQL.</summary>
internal sealed class PostgresSource(NpgsqlDataSource connections) : LedgerSource
{
    public override string End => "SELECT position FROM record_end";

    public override string ByCustomer => "";

    public override DbConnection Connect() => connections.CreateConnection();

    public override void Feed<TResult>(IMigrationReport<TResult> report, CancellationToken cancellation)
    {
        using var connection = connections.OpenConnection();
        PostgresScan.Feed(connection, report, cancellation);
    }
}
