using System.Data.Common;
using CustomerSegmentation.Migrations;
using Microsoft.Data.Sqlite;

namespace CustomerSegmentation.Ledger.Sqlite;

/// <summary>Reads a SQLite file.</summary>
/// <param name="connectionString">For reading.</param>
/// <param name="withSegmentStates">Whether the file has what a cluster keeps besides.</param>
internal sealed class SqliteSource(string connectionString, bool withSegmentStates = false) : LedgerSource
{
    public override string End => "SELECT seq FROM sqlite_sequence WHERE name = 'migrations'";

    public override string ByCustomer => withSegmentStates ? "INDEXED BY migrations_once" : "";

    public override DbConnection Connect() => new SqliteConnection(connectionString);

    public override void Feed<TResult>(IMigrationReport<TResult> report, CancellationToken cancellation)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        SqliteScan.Feed(connection, report, cancellation);
    }
}
