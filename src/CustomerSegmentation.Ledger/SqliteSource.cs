using System.Data.Common;
using CustomerSegmentation.Migrations;
using Microsoft.Data.Sqlite;

namespace CustomerSegmentation.Ledger;

/// <summary>Reads a SQLite file.</summary>
internal sealed class SqliteSource(string connectionString) : LedgerSource
{
    public override string End => "SELECT seq FROM sqlite_sequence WHERE name = 'migrations'";

    public override string ByCustomer => "INDEXED BY migrations_by_customer";

    public override DbConnection Connect() => new SqliteConnection(connectionString);

    public override void Feed<TResult>(IMigrationReport<TResult> report, CancellationToken cancellation)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        SqliteScan.Feed(connection, report, cancellation);
    }
}
